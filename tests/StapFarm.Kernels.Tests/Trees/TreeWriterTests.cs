using StapFarm.Kernels.Trees;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Trees;

public sealed class TreeWriterTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TreeWriter _writer;

    public TreeWriterTests()
    {
        Directory.CreateDirectory(_folder.File("tree"));
        Directory.CreateDirectory(_folder.File("outside"));
        _writer = new TreeWriter(_folder.File("tree"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../outside/file")]
    [InlineData("usr/../../outside/file")]
    [InlineData("/tmp/file")]
    [InlineData("usr//file")]
    [InlineData("./file")]
    public async Task A_path_that_leads_out_is_refused(string path)
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync(path));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("outside")));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        _writer.Link("usr/src", "../../outside");

        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync("usr/src/file"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("outside")));
    }

    [Fact]
    public async Task A_later_file_takes_the_place_of_a_link_and_leaves_its_target_alone()
    {
        await File.WriteAllTextAsync(_folder.File("outside/file"), "kept");
        _writer.Link("boot/map", "../../outside/file");

        await WriteAsync("boot/map");

        Assert.Equal("kept", await File.ReadAllTextAsync(_folder.File("outside/file")));
        Assert.Equal(TreeEntryKind.File, _writer.Listing["boot/map"]!.Kind);
    }

    [Fact]
    public void Links_are_followed_within_the_tree_only()
    {
        _writer.Folder("usr/src/real");
        _writer.Link("lib/build", "/usr/src/real");
        _writer.Link("lib/up", "../../../../usr/src/real");
        _writer.Link("lib/loop", "loop");
        var view = new TreeView(_folder.File("tree"), new TreeLayout("6.1"), _writer.Listing);

        Assert.Equal("usr/src/real", view.Find("lib/build")!.Path);
        Assert.Equal("usr/src/real", view.Find("lib/up")!.Path);
        Assert.Null(view.Find("lib/loop"));
        Assert.Null(view.Find("lib/../../outside"));
    }

    private Task WriteAsync(string path) =>
        _writer.FileAsync(path, isProgram: false, DateTimeOffset.UnixEpoch, new MemoryStream([1, 2, 3]), CancellationToken.None);
}
