using System.Security.Cryptography;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Writes a tree's files into a folder and lists them as it goes. Paths come from packages: none leads out of the
/// folder, also not through a link that was written before.
/// </summary>
internal sealed class TreeWriter(string root)
{
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode FileMode = FolderMode & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    private readonly byte[] _buffer = new byte[1 << 20];

    public TreeListing Listing { get; } = new();

    public string Root => root;

    public void Folder(string path)
    {
        if (Listing[path] is { Kind: TreeEntryKind.Folder })
        {
            return;
        }

        Prepare(path);
        Directory.CreateDirectory(Full(path));
        File.SetUnixFileMode(Full(path), FolderMode);
        Listing.Set(new TreeEntry(path, TreeEntryKind.Folder, 0, ""));
    }

    public async Task FileAsync(string path, bool isProgram, DateTimeOffset modified, Stream? content, CancellationToken cancellationToken)
    {
        Prepare(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = 0L;
        await using (var file = new FileStream(Full(path), System.IO.FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            File.SetUnixFileMode(file.SafeFileHandle, isProgram ? FolderMode : FileMode);
            for (int read; content is not null && (read = await content.ReadAsync(_buffer, cancellationToken)) > 0; size += read)
            {
                hash.AppendData(_buffer, 0, read);
                await file.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            }

            // kbuild's make compares the ages of files.
            File.SetLastWriteTimeUtc(file.SafeFileHandle, modified.UtcDateTime);
        }

        Listing.Set(new TreeEntry(path, isProgram ? TreeEntryKind.Program : TreeEntryKind.File, size, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    public void Link(string path, string target)
    {
        Prepare(path);
        File.CreateSymbolicLink(Full(path), target);
        Listing.Set(new TreeEntry(path, TreeEntryKind.Link, 0, target));
    }

    public void Delete(string path)
    {
        File.Delete(Full(path));
        Listing.Remove(path);
    }

    private string Full(string path) => Path.Combine(root, path);

    private void Prepare(string path)
    {
        var parts = path.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"the path '{path}' isn't one within the tree");
        }

        for (var i = 1; i < parts.Length; i++)
        {
            var parent = string.Join('/', parts[..i]);
            switch (Listing[parent]?.Kind)
            {
                case null:
                    Folder(parent);
                    break;
                case not TreeEntryKind.Folder:
                    throw new InvalidDataException($"'{path}' lies below '{parent}', which isn't a folder");
            }
        }

        switch (Listing[path]?.Kind)
        {
            case TreeEntryKind.Folder:
                throw new InvalidDataException($"'{path}' is a folder in one place and a file in another");
            case not null:
                Delete(path);
                break;
        }
    }
}
