using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Manifests;

/// <summary>
/// Manifests as files, a folder per kind. A document appears whole under its name: by link(2), which of any number of
/// processes only one can win, or by rename(2) in the place of the old one.
/// </summary>
public sealed class FileManifestStore(IOptions<FileStorageOptions> options) : IManifestStore
{
    private readonly ManifestPaths _paths = new(options.Value.Root);
    private readonly IncomingFolder _incoming = new(options.Value.Root, options.Value.FlushToDisk);

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(_paths.Of(name), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var path = _paths.Of(name);
        return File.Exists(path)
            ? ValueTask.FromResult(false)
            : WriteAsync(name, document, file => file.TryPublish(path), cancellationToken);
    }

    public async ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var path = _paths.Of(name);
        await WriteAsync(
            name,
            document,
            file =>
            {
                file.Publish(path);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken)
    {
        var path = _paths.Of(name);
        var present = File.Exists(path);
        if (present)
        {
            File.Delete(path);
        }

        return ValueTask.FromResult(present);
    }

    public async IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var folder = _paths.FolderOf(kind);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ManifestPaths.Parse(kind, path) is { } name)
            {
                yield return name;
            }
        }
    }

    private ValueTask<bool> WriteAsync(ManifestName name, ReadOnlyMemory<byte> document, Func<IncomingFile, bool> publish, CancellationToken cancellationToken) =>
        _incoming.WriteAsync(async () =>
        {
            await using var file = _incoming.Create(Remade.Includes(name.Kind));
            await file.Stream.WriteAsync(document, cancellationToken);
            return publish(file);
        });
}
