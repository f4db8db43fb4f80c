namespace StapFarm.Kernels.Trees;

/// <summary>One thing in a kernel tree.</summary>
/// <param name="Path">Path within the tree, with slashes, without one at the beginning.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of a file; else 0.</param>
/// <param name="Value">A file's SHA-256 in hexadecimal, a link's target, else empty.</param>
internal sealed record TreeEntry(string Path, TreeEntryKind Kind, long Size, string Value)
{
    public bool IsFile => Kind is TreeEntryKind.File or TreeEntryKind.Program;
}
