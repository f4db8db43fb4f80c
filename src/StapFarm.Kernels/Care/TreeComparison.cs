using System.Security.Cryptography;
using StapFarm.Kernels.Trees;

namespace StapFarm.Kernels.Care;

/// <summary>Holds a tree's folder against its listing.</summary>
/// <param name="quick">Only presence, sizes and links; no contents.</param>
internal sealed class TreeComparison(string folder, bool quick, Action<long> read)
{
    private const int Named = 3;

    private readonly List<string> _differing = [];

    /// <returns>What differs, for people; null when nothing does.</returns>
    public async Task<string?> RunAsync(TreeListing listing, CancellationToken cancellationToken)
    {
        foreach (var entry in listing.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await DifferenceAsync(entry, cancellationToken) is { } difference)
            {
                _differing.Add($"{entry.Path} ({difference})");
            }
        }

        var more = _differing.Count > Named ? $" and {_differing.Count - Named} more" : "";
        return _differing.Count == 0
            ? null
            : $"differs from its listing: {string.Join(", ", _differing.Order(StringComparer.Ordinal).Take(Named))}{more}";
    }

    private async Task<string?> DifferenceAsync(TreeEntry entry, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, entry.Path);
        switch (entry.Kind)
        {
            case TreeEntryKind.Folder:
                return Directory.Exists(path) ? null : "missing";
            case TreeEntryKind.Link:
                var target = new FileInfo(path).LinkTarget;
                return target is null ? "missing" : target == entry.Value ? null : $"leads to {target}";
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null)
        {
            return "missing";
        }

        if (file.Length != entry.Size)
        {
            return $"{file.Length} bytes instead of {entry.Size}";
        }

        if (quick)
        {
            read(file.Length);
            return null;
        }

        return await HashAsync(path, cancellationToken) == entry.Value ? null : "other content";
    }

    private async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int length; (length = await file.ReadAsync(buffer, cancellationToken)) > 0; read(length))
        {
            hash.AppendData(buffer, 0, length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
