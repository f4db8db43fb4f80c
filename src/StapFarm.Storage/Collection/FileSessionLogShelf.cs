using Microsoft.Extensions.Options;
using StapFarm.Storage.Files;
using StapFarm.Storage.Sessions;

namespace StapFarm.Storage.Collection;

/// <summary>The logs of <see cref="FileSessionLogStore"/>.</summary>
public sealed class FileSessionLogShelf(IOptions<FileStorageOptions> options) : ISessionLogShelf
{
    private readonly SessionLogPaths _paths = new(options.Value.Root);
    private readonly string _aside = Path.Combine(options.Value.Root, IncomingFolder.Name);

    public IEnumerable<ShelvedSession> List()
    {
        foreach (var session in _paths.Stored())
        {
            if (new FileInfo(_paths.Of(session)) is { Exists: true } file)
            {
                yield return new(session, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
            }
        }
    }

    public bool RemoveOlder(string session, DateTimeOffset bound) => FileAge.TryRemoveOlder(_paths.Of(session), bound, _aside);
}
