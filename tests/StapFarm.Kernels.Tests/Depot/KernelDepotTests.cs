using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Depot;

public sealed class KernelDepotTests : IDisposable
{
    private const string Release = SyntheticKernel.Release;
    private readonly ScratchFolder _folder = new();
    private readonly MemoryManifests _manifests = new();
    private readonly FakeSource _source;
    private readonly KernelDepot _depot;

    public KernelDepotTests()
    {
        _source = new FakeSource(_folder.Path);
        _depot = Depot();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_added_is_listed_found_and_held()
    {
        var tree = await AddAsync(_depot);

        Assert.Equal(tree.Digest, Assert.Single(await _depot.ListAsync(CancellationToken.None)).Digest);
        Assert.Equal(tree.Identity, (await _depot.FindAsync(tree.Digest, CancellationToken.None))!.Identity);
        Assert.True(File.Exists(Path.Combine(_depot.FolderOf(tree.Digest)!, $"boot/vmlinuz-{Release}")));
    }

    [Fact]
    public async Task Adding_what_is_there_fetches_nothing()
    {
        var first = await AddAsync(_depot);
        var again = await AddAsync(_depot);

        Assert.Equal(1, _source.Fetches);
        Assert.Equal((first.Digest, first.AddedAt), (again.Digest, again.AddedAt));
    }

    [Fact]
    public async Task Files_that_were_named_are_never_another_build_of_the_release()
    {
        var first = await AddAsync(_depot);
        _source.Origin = "files:other";
        _source.Kernel = new SyntheticKernel { ModuleNames = ["fs/other"] }.Make();

        var second = await AddAsync(_depot);
        var again = await AddAsync(_depot);

        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(second.Digest, again.Digest);
        Assert.Equal((2, "files:other"), (_source.Fetches, second.Origin));
    }

    [Fact]
    public async Task Another_build_that_the_archive_has_under_the_same_release_comes_beside_the_first()
    {
        _source.Image = $"linux-image-{Release}_6.1.1-1_amd64";
        var first = await AddAsync(_depot);
        (_source.Image, _source.Origin) = ($"linux-image-{Release}_6.1.1-2_amd64", $"{Release}=6.1.1-2");
        _source.Kernel = new SyntheticKernel { OwnBuildId = "0123456789abcdef0123456789abcdef01234567" }.Make();
        var progress = new Recorder<WorkProgress>();

        var second = await _depot.AddAsync(Release, progress, CancellationToken.None);

        Assert.NotEqual(first.Identity.BuildId, second.Identity.BuildId);
        Assert.NotNull(_depot.FolderOf(first.Digest));
        Assert.Contains(progress.Items, item => item.Text.Contains($"2 builds of {Release}", StringComparison.Ordinal));
        Assert.Equal(second.Digest, (await AddAsync(_depot)).Digest);
        Assert.Equal(2, _source.Fetches);
    }

    [Fact]
    public async Task What_is_there_serves_when_no_source_can_be_asked()
    {
        var tree = await AddAsync(_depot);
        _source.Failure = new FarmException(FailureCode.SourceFailed, "The archive doesn't answer.");

        Assert.Equal(tree.Digest, (await AddAsync(_depot)).Digest);
        await Assert.ThrowsAsync<FarmException>(() => _depot.AddAsync("6.1.0-2-cloud-amd64", new Recorder<WorkProgress>(), CancellationToken.None));
    }

    [Fact]
    public async Task The_source_is_told_of_a_refusal_and_only_of_that()
    {
        await AddAsync(_depot);
        Assert.Equal(0, _source.Refusals);

        _source.Origin = "files:bad";
        _source.Kernel = new SyntheticKernel().Make();
        _source.Kernel.Packages["kbuild"].Clear();
        await Assert.ThrowsAsync<FarmException>(() => AddAsync(_depot));
        Assert.Equal(1, _source.Refusals);
    }

    [Fact]
    public async Task A_tree_whose_manifest_was_lost_is_known_again_without_fetching()
    {
        var tree = await AddAsync(_depot);
        await _manifests.DeleteAsync(KernelTreeDocument.Name(tree.Digest), CancellationToken.None);

        await AddAsync(_depot);

        Assert.Equal(1, _source.Fetches);
        Assert.NotNull(await _depot.FindAsync(tree.Digest, CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_tree_leaves_nothing_and_hinders_nothing()
    {
        var good = _source.Kernel;
        _source.Kernel = new SyntheticKernel().Make();
        _source.Kernel.Packages["kbuild"].Clear();

        await Assert.ThrowsAsync<FarmException>(() => AddAsync(_depot));

        AssertNothingHalfMade();
        Assert.Empty(await _depot.ListAsync(CancellationToken.None));
        _source.Kernel = good;
        Assert.NotNull(_depot.FolderOf((await AddAsync(_depot)).Digest));
    }

    [Fact]
    public async Task An_addition_that_is_called_off_leaves_nothing_half_made()
    {
        using var stop = new CancellationTokenSource();
        var progress = new CallOff(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _depot.AddAsync(Release, progress, stop.Token));

        AssertNothingHalfMade();
        await AddAsync(_depot);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_cleared_and_never_taken_for_whole()
    {
        var leftover = _folder.File($"depot/scratch/add-{Release}/tree/usr/src");
        Directory.CreateDirectory(leftover);
        await File.WriteAllTextAsync(Path.Combine(leftover, "junk"), "junk");
        Directory.CreateDirectory(_folder.File("depot/scratch/removed-0123/tree"));

        var tree = await AddAsync(_depot);

        Assert.Empty(Directory.GetFiles(_depot.FolderOf(tree.Digest)!, "junk", SearchOption.AllDirectories));
        AssertNothingHalfMade();
    }

    [Fact]
    public async Task Two_additions_of_one_kernel_at_once_are_one()
    {
        var isFetching = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        _source.OnFetch = () =>
        {
            isFetching.TrySetResult();
            return mayGoOn.Task;
        };
        var waits = new WaitFor("wait");

        var first = AddAsync(_depot);
        await isFetching.Task;
        var second = Depot().AddAsync(Release, waits, CancellationToken.None);
        await waits.Seen;
        mayGoOn.SetResult();

        Assert.Equal((await first).Digest, (await second).Digest);
        Assert.Equal(1, _source.Fetches);
    }

    [Fact]
    public async Task Another_build_of_a_release_is_another_tree()
    {
        var first = await AddAsync(_depot);
        Directory.Move(_folder.File("depot"), _folder.File("elsewhere"));
        _source.Kernel.Packages["common"]["usr/src/linux-headers-6.1.0-1-common/include/linux/more.h"] = [];

        var second = await AddAsync(_depot);

        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(2, (await _depot.ListAsync(CancellationToken.None)).Count);
        Assert.Null(_depot.FolderOf(first.Digest));
    }

    [Fact]
    public async Task What_was_removed_is_gone()
    {
        var tree = await AddAsync(_depot);

        Assert.True(await _depot.RemoveAsync(tree.Digest, CancellationToken.None));

        Assert.Null(_depot.FolderOf(tree.Digest));
        Assert.Null(await _depot.FindAsync(tree.Digest, CancellationToken.None));
        Assert.False(await _depot.RemoveAsync(tree.Digest, CancellationToken.None));
        AssertNothingHalfMade();
    }

    [Fact]
    public async Task A_kernel_without_debug_information_is_added_with_a_warning()
    {
        _source.Kernel = new SyntheticKernel { HasDebugInfo = false }.Make();
        var progress = new Recorder<WorkProgress>();

        var tree = await _depot.AddAsync(Release, progress, CancellationToken.None);

        Assert.False(tree.HasDebugInfo);
        Assert.Contains(progress.Items, item => item.Stage == "warning" && item.Text.Contains("no debug information", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kernel_without_debug_information_gets_it_when_it_is_added_again_and_the_archive_has_it()
    {
        _source.Kernel = new SyntheticKernel { HasDebugInfo = false }.Make();
        var bare = await AddAsync(_depot);
        var still = await AddAsync(_depot);

        _source.Kernel = new SyntheticKernel().Make();
        var whole = await AddAsync(_depot);

        Assert.Equal((bare.Digest, bare.AddedAt), (still.Digest, still.AddedAt));
        Assert.True(whole.HasDebugInfo);
        Assert.NotEqual(bare.Digest, whole.Digest);
        Assert.Equal(whole.Digest, (await AddAsync(_depot)).Digest);
        Assert.Equal(3, _source.Fetches);
    }

    [Fact]
    public async Task A_document_of_an_unknown_version_is_refused_with_its_name()
    {
        var digest = Digest.Of([1]);
        await _manifests.PutAsync(KernelTreeDocument.Name(digest), """{"format": "kernel-tree", "version": 9, "body": {}}"""u8.ToArray(), CancellationToken.None);

        var failure = (await Assert.ThrowsAsync<FarmException>(() => _depot.FindAsync(digest, CancellationToken.None))).Failure;

        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
    }

    private KernelDepot Depot() => new(
        _source, new KernelFileStore(new MemoryBlobs(), _manifests), _manifests, Options.Create(new KernelDepotOptions { Root = _folder.File("depot") }), TimeProvider.System, NullLogger<KernelDepot>.Instance);

    private static Task<Model.Kernels.KernelTree> AddAsync(KernelDepot depot) =>
        depot.AddAsync(Release, new Recorder<WorkProgress>(), CancellationToken.None);

    private void AssertNothingHalfMade() => Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("depot/scratch")));

    private sealed class CallOff(CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Stage == "unpack")
            {
                stop.Cancel();
            }
        }
    }

    private sealed class WaitFor(string stage) : IProgress<WorkProgress>
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public void Report(WorkProgress value)
        {
            if (value.Stage == stage)
            {
                _seen.TrySetResult();
            }
        }
    }
}
