using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StapFarm.Model.Content;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Everything in a kernel tree, by path. Its canonical form, over which the tree's digest goes, is UTF-8: the line
/// <c>stapfarm-kernel-tree 1</c>, then for each entry, sorted bytewise by path, kind (<c>folder</c>, <c>file</c>,
/// <c>program</c>, <c>link</c>), path, size in bytes, and SHA-256 or link target, each ended by a zero byte.
/// It says nothing of where the tree is, when it was made, or who owns its files.
/// </summary>
internal sealed class TreeListing
{
    /// <summary>Of the canonical form.</summary>
    public const string Version = "1";

    private const string Heading = $"stapfarm-kernel-tree {Version}\n";

    private readonly Dictionary<string, TreeEntry> _entries = new(StringComparer.Ordinal);

    public TreeEntry? this[string path] => _entries.GetValueOrDefault(path);

    public IEnumerable<TreeEntry> Entries => _entries.Values;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => _entries.Values.Sum(entry => entry.Size);

    public void Set(TreeEntry entry) => _entries[entry.Path] = entry;

    public void Remove(string path) => _entries.Remove(path);

    /// <summary>The files and links below a folder, in the canonical order.</summary>
    public IEnumerable<TreeEntry> Below(string folder) => Sorted().Where(entry => entry.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Digest of the canonical form.</summary>
    public Digest Digest() => Model.Content.Digest.FromHash(SHA256.HashData(ToBytes()));

    /// <summary>The canonical form.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Heading);
        foreach (var entry in Sorted())
        {
            text.Append(CultureInfo.InvariantCulture, $"{Word(entry.Kind)}\0{entry.Path}\0{entry.Size}\0{entry.Value}\0");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private IEnumerable<TreeEntry> Sorted() =>
        _entries.Values.OrderBy(entry => Encoding.UTF8.GetBytes(entry.Path), Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));

    private static string Word(TreeEntryKind kind) => kind switch
    {
        TreeEntryKind.Folder => "folder",
        TreeEntryKind.File => "file",
        TreeEntryKind.Program => "program",
        _ => "link",
    };
}
