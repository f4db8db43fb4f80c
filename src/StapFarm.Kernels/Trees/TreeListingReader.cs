using System.Globalization;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Trees;

/// <summary>Reads a listing in its canonical form (<see cref="TreeListing"/>).</summary>
internal static class TreeListingReader
{
    private const string Format = "stapfarm-kernel-tree ";
    private const int Fields = 4;

    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>Corrupt</c>.</exception>
    public static TreeListing Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith(Format, StringComparison.Ordinal))
        {
            throw Damaged("it doesn't begin as one");
        }

        var version = text[Format.Length..end];
        if (version != TreeListing.Version)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"The listing of a kernel tree has version {version}; this program knows version {TreeListing.Version}.",
                "Use the release of StapFarm that wrote it, or remove the kernel and add it again.");
        }

        var words = text[(end + 1)..].Split('\0');
        if (words.Length % Fields != 1 || words[^1].Length > 0)
        {
            throw Damaged("it is cut");
        }

        var listing = new TreeListing();
        for (var at = 0; at + Fields < words.Length; at += Fields)
        {
            listing.Set(new(words[at + 1], KindOf(words[at]), SizeOf(words[at + 2]), words[at + 3]));
        }

        return listing;
    }

    private static TreeEntryKind KindOf(string word) => word switch
    {
        "folder" => TreeEntryKind.Folder,
        "file" => TreeEntryKind.File,
        "program" => TreeEntryKind.Program,
        "link" => TreeEntryKind.Link,
        _ => throw Damaged($"it has something of the kind '{word}'"),
    };

    private static long SizeOf(string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Damaged($"'{word}' isn't a size");

    private static FarmException Damaged(string why) =>
        new(FailureCode.Corrupt, $"The listing of a kernel tree can't be read: {why}.", "Remove the kernel and add it again.");
}
