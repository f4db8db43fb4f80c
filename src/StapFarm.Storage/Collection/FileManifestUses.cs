using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Storage.Files;
using StapFarm.Storage.Manifests;

namespace StapFarm.Storage.Collection;

/// <summary>The uses of <see cref="FileManifestStore"/>'s manifests, as their files' times.</summary>
public sealed class FileManifestUses(IOptions<FileStorageOptions> options, TimeProvider time) : IManifestUses
{
    private readonly ManifestPaths _paths = new(options.Value.Root);
    private readonly string _aside = Path.Combine(options.Value.Root, IncomingFolder.Name);

    public void Used(ManifestName name)
    {
        try
        {
            FileAge.TryRenew(_paths.Of(name), time.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A store that can only be read still answers.
        }
    }

    public DateTimeOffset? LastUse(ManifestName name) => FileAge.Of(_paths.Of(name));

    public bool RemoveOlder(ManifestName name, DateTimeOffset bound) => FileAge.TryRemoveOlder(_paths.Of(name), bound, _aside);
}
