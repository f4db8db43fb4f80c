using StapFarm.Kernels.Trees;

namespace StapFarm.Kernels.Tests.Trees;

public sealed class TreeListingTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    // Made by another program from the description of the form. The last two names sort otherwise in UTF-16.
    private const string Golden = "805c62298e2093d9fae18b4a21d39d8315bf9f8e92b77790bdd9eacc2db055f1";

    private static readonly TreeEntry[] SampleEntries =
    [
        new("boot", TreeEntryKind.Folder, 0, ""),
        new("boot/map", TreeEntryKind.File, 3, string.Concat(Enumerable.Repeat("ab", 32))),
        new("boot/\u00e9", TreeEntryKind.Program, 0, Empty),
        new("boot/\U0001f600", TreeEntryKind.Link, 0, "../x"),
        new("boot/\ufffd", TreeEntryKind.File, 1, Empty),
    ];

    [Fact]
    public void The_digest_of_a_known_tree_never_changes() => Assert.Equal(Golden, Listing(SampleEntries).Digest().ToString());

    [Fact]
    public void The_digest_does_not_depend_on_the_order_in_which_a_tree_was_made() =>
        Assert.Equal(Golden, Listing(SampleEntries.Reverse()).Digest().ToString());

    [Fact]
    public void Every_field_of_every_entry_changes_the_digest()
    {
        var digests = SampleEntries.SelectMany(entry => new[]
        {
            entry with { Path = entry.Path + "x" },
            entry with { Kind = entry.Kind == TreeEntryKind.File ? TreeEntryKind.Program : TreeEntryKind.File },
            entry with { Size = entry.Size + 1 },
            entry with { Value = entry.Value + "0" },
        }.Select(changed => Listing([.. SampleEntries.Where(other => other != entry), changed]).Digest()));

        Assert.Equal(4 * SampleEntries.Length, digests.Append(Listing(SampleEntries).Digest()).Distinct().Count() - 1);
    }

    private static TreeListing Listing(IEnumerable<TreeEntry> entries)
    {
        var listing = new TreeListing();
        foreach (var entry in entries)
        {
            listing.Set(entry);
        }

        return listing;
    }
}
