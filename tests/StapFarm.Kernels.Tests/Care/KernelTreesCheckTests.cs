using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Care;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Tests.Depot;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Trees;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Care;

public sealed class KernelTreesCheckTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly MemoryManifests _manifests = new();
    private readonly Recorder<WorkProgress> _progress = new();
    private readonly FakeUses _uses = new();
    private readonly FakeSource _source;
    private readonly KernelDepot _depot;

    public KernelTreesCheckTests()
    {
        _source = new FakeSource(_folder.Path);
        _depot = new(
            _source, new KernelFileStore(new MemoryBlobs(), _manifests), _manifests, Options.Create(new KernelDepotOptions { Root = Root }), TimeProvider.System, NullLogger<KernelDepot>.Instance);
    }

    private string Root => _folder.File("depot");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_tree_has_no_findings()
    {
        await AddAsync();

        Assert.Empty(await FindAsync());
        Assert.Empty(await FindAsync(quick: true));
        Assert.Contains(_progress.Items, progress => progress is { Stage: "kernels", Fraction: 1 });
    }

    [Theory]
    [InlineData("content", "other content", 0)]
    [InlineData("size", "bytes instead of", 1)]
    [InlineData("missing", "missing", 1)]
    [InlineData("listing", "isn't the one it is named by", 1)]
    public async Task A_damaged_tree_is_found_with_the_part_and_fetched_again(string damage, string what, int foundQuickly)
    {
        var tree = await AddAsync();
        Damage(tree, damage);

        Assert.Equal(foundQuickly, (await FindAsync(quick: true)).Count);
        var finding = Assert.Single(await FindAsync());
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Equal("fetched it again", await finding.Repair!(_progress, default));

        Assert.Empty(await FindAsync());
        Assert.Equal(2, _source.Fetches);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Root, "scratch")));
    }

    [Fact]
    public async Task A_damaged_tree_stays_when_its_source_can_not_be_reached_or_has_another_by_now()
    {
        var tree = await AddAsync();
        Damage(tree, "size");
        _source.Failure = new FarmException(FailureCode.SourceFailed, "No network.");
        var finding = Assert.Single(await FindAsync());
        Assert.Equal("No network.", (await Assert.ThrowsAsync<FarmException>(() => finding.Repair!(_progress, default))).Failure.Message);
        Assert.NotNull(_depot.FolderOf(tree.Digest));

        _source.Failure = null;
        _source.Kernel = new SyntheticKernel { ModuleNames = ["fs/other"] }.Make();
        var failure = (await Assert.ThrowsAsync<FarmException>(() => finding.Repair!(_progress, default))).Failure;

        Assert.Equal(FailureCode.BadKernelTree, failure.Code);
        Assert.NotNull(_depot.FolderOf(tree.Digest));
        Assert.Equal(2, (await _depot.ListAsync(default)).Count);
    }

    [Fact]
    public async Task A_tree_that_a_build_uses_is_not_touched()
    {
        var tree = await AddAsync();
        Damage(tree, "size");
        _uses.Now.Add(new Use("translation 0123", [], null, new PairName(Digest.Of([1]), tree.Digest), null));
        var finding = Assert.Single(await FindAsync());

        var failure = (await Assert.ThrowsAsync<FarmException>(() => finding.Repair!(_progress, default))).Failure;

        Assert.Equal(FailureCode.InUse, failure.Code);
        Assert.Contains("translation 0123", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _source.Fetches);
    }

    [Fact]
    public async Task A_tree_whose_document_was_lost_is_made_known_again_but_not_in_a_folder_that_farms_share()
    {
        var tree = await AddAsync();
        await _manifests.DeleteAsync(KernelTreeDocument.Name(tree.Digest), default);

        Assert.Empty(await FindAsync(isShared: true));
        var finding = Assert.Single(await FindAsync());
        await finding.Repair!(_progress, default);

        Assert.Equal(tree.Digest, (await _depot.FindAsync(tree.Digest, default))!.Digest);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task A_machine_without_any_tree_lacks_none()
    {
        var tree = await AddAsync();
        Directory.Delete(Path.Combine(Root, "trees", tree.Digest.ToString()), recursive: true);

        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task One_document_that_can_not_be_read_takes_no_other_tree_from_anybody()
    {
        var tree = await AddAsync();
        await _manifests.PutAsync(KernelTreeDocument.Name(Digest.Of([1])), """{"format": "kernel-tree", "version": 9, "body": {}}"""u8.ToArray(), default);

        Assert.Equal(tree.Digest, Assert.Single(await _depot.ListAsync(default)).Digest);
    }

    [Fact]
    public async Task What_killed_processes_left_is_found_unless_its_lock_is_held_or_it_is_young()
    {
        var scratch = Path.Combine(Root, "scratch");
        foreach (var (name, hours) in new[] { ("add-6.1", 0), ("add-6.12", 0), ("removed-a", 2), ("removed-b", 0), ("files-a", 25), ("files-b", 23), ("aside-a", 25) })
        {
            Directory.CreateDirectory(Path.Combine(scratch, name, "tree"));
            Directory.SetLastWriteTimeUtc(Path.Combine(scratch, name), DateTime.UtcNow.AddHours(-hours));
        }

        var check = new KernelScratchCheck(Root, TimeProvider.System);
        using (FileLock.TryTake(Path.Combine(Root, "locks", "6.12")))
        {
            var findings = await check.ExamineAsync(false, _progress, default).ToListAsync();
            Assert.Equal(["add-6.1", "aside-a", "files-a", "removed-a"], findings.Select(finding => Path.GetFileName(finding.Subject)).Order(StringComparer.Ordinal));
            foreach (var finding in findings)
            {
                await finding.Repair!(_progress, default);
            }
        }

        Assert.Equal(["add-6.12", "files-b", "removed-b"], Directory.GetDirectories(scratch).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_listing_is_read_as_it_was_written_and_one_of_another_version_is_refused()
    {
        var tree = await AddAsync();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Root, "trees", tree.Digest.ToString(), "listing"));

        Assert.Equal(bytes, TreeListingReader.Read(bytes).ToBytes());
        Assert.Equal(FailureCode.Corrupt, Assert.Throws<FarmException>(() => TreeListingReader.Read(bytes.AsSpan()[..^3])).Failure.Code);
        var failure = Assert.Throws<FarmException>(() => TreeListingReader.Read(Encoding.UTF8.GetBytes("stapfarm-kernel-tree 7\n"))).Failure;
        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 7", failure.Message, StringComparison.Ordinal);
    }

    private void Damage(KernelTree tree, string how)
    {
        var image = Path.Combine(_depot.FolderOf(tree.Digest)!, $"boot/vmlinuz-{SyntheticKernel.Release}");
        switch (how)
        {
            case "content":
                var bytes = File.ReadAllBytes(image);
                bytes[^1] ^= 1;
                File.WriteAllBytes(image, bytes);
                break;
            case "size":
                File.AppendAllText(image, "more");
                break;
            case "missing":
                File.Delete(image);
                break;
            case "listing":
                File.AppendAllText(Path.Combine(Root, "trees", tree.Digest.ToString(), "listing"), "more");
                break;
        }
    }

    private Task<KernelTree> AddAsync() => _depot.AddAsync(SyntheticKernel.Release, _progress, default);

    private async Task<List<Finding>> FindAsync(bool quick = false, bool isShared = false) =>
        await new KernelTreesCheck(Root, isShared, _manifests, _depot, _uses, TimeProvider.System).ExamineAsync(quick, _progress, default).ToListAsync();
}
