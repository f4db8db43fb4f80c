using System.Text;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Storage.Tests.Collection;

public sealed class StoreCollectorTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly CollectedStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Modules_that_were_unused_for_longer_go_with_their_content_and_the_report_says_so()
    {
        await _store.PublishAsync("old", "12345");
        _store.Pass(2 * Day);
        await _store.PublishAsync("new", "678");
        _store.Pass(Day);

        var report = await _store.CollectAsync(olderThan: 2 * Day);

        Assert.False(await _store.HasAsync("old"));
        Assert.True(await _store.HasAsync("new"));
        Assert.Equal(CollectedStore.Key("old"), Assert.Single(report.Modules).Key);
        Assert.Equal((5, 1, 3, 3), (report.Bytes, report.ModulesLeft, report.ModuleBytesLeft, report.BlobBytesLeft));
        Assert.Equal(2, _store.Files.Count);
        Assert.Contains(_store.Progress, progress => progress is { Stage: "modules", Fraction: 1 });
    }

    [Fact]
    public async Task What_was_used_last_is_kept_within_the_bound()
    {
        await _store.PublishAsync("a", "aaaa");
        _store.Pass(Day);
        await _store.PublishAsync("b", "bbbb");
        _store.Pass(Day);
        await _store.Modules.FindAsync(CollectedStore.Key("a"), default);
        _store.Pass(Day);

        var report = await _store.CollectAsync(keep: 4);

        Assert.True(await _store.HasAsync("a"));
        Assert.False(await _store.HasAsync("b"));
        Assert.Equal(0, report.Excess);
    }

    [Fact]
    public async Task Looking_at_a_module_is_no_use_of_it()
    {
        await _store.PublishAsync("a", "aaaa");
        _store.Pass(2 * Day);
        await _store.Modules.ListAsync(default).ToListAsync();
        await _store.Modules.PeekAsync(CollectedStore.Key("a"), default);

        Assert.Single((await _store.CollectAsync(olderThan: Day)).Modules);
    }

    [Fact]
    public async Task Content_that_another_module_has_too_stays_and_counts_once()
    {
        var content = await _store.PutAsync("shared");
        await _store.PublishAsync("old", content);
        _store.Pass(Day);
        await _store.PublishAsync("new", content);
        _store.Pass(Day);

        var report = await _store.CollectAsync(olderThan: 1.5 * Day);

        Assert.Single(report.Modules);
        Assert.Equal((0, 6), (report.Bytes, report.ModuleBytesLeft));
        Assert.NotNull(await _store.Modules.FindAsync(CollectedStore.Key("new"), default));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_removes_nothing()
    {
        await _store.PublishAsync("a", "aaaa");
        await _store.PutAsync("request", MediaTypes.Request);
        _store.Pass(2 * Day);
        var before = _store.Files;

        var dry = await _store.CollectAsync(olderThan: Day, dryRun: true);
        Assert.Equal(before, _store.Files);
        var wet = await _store.CollectAsync(olderThan: Day);

        Assert.Equal(wet.Modules, dry.Modules);
        Assert.Equal(wet.Blobs, dry.Blobs);
        Assert.Equal(wet with { Modules = [], Blobs = [] }, dry with { Modules = [], Blobs = [] });
        Assert.Empty(_store.Files);
    }

    [Fact]
    public async Task A_module_that_runs_is_kept_and_counted()
    {
        await _store.PublishAsync("running", "aaaa");
        _store.Pass(10 * Day);
        _store.Uses.Now.Add(new("session s", [], CollectedStore.Key("running"), null, "s"));

        var report = await _store.CollectAsync(olderThan: Day, keep: 0);

        Assert.NotNull(await _store.Modules.FindAsync(CollectedStore.Key("running"), default));
        Assert.Equal((1, 0, 4L), (report.InUse, report.Recent, report.Excess));
    }

    [Fact]
    public async Task A_module_that_was_used_just_now_is_kept_and_counted()
    {
        await _store.PublishAsync("a", "aaaa");
        _store.Pass(CollectedStore.Grace / 2);

        var report = await _store.CollectAsync(olderThan: TimeSpan.Zero, keep: 0);

        Assert.True(await _store.HasAsync("a"));
        Assert.Equal((0, 1, 4L), (report.InUse, report.Recent, report.Excess));
    }

    [Fact]
    public async Task The_request_of_a_failed_build_goes_when_its_grace_is_over_and_not_while_it_waits()
    {
        var failed = await _store.PutAsync("failed", MediaTypes.Request);
        var waiting = await _store.PutAsync("waiting", MediaTypes.Request);
        _store.Uses.Now.Add(new("translation", [waiting.Digest], null, null, null));
        _store.Pass(CollectedStore.Grace);
        await _store.CollectAsync();
        Assert.True(await _store.HasAsync(failed));

        _store.Pass(TimeSpan.FromSeconds(1));
        await _store.CollectAsync();

        Assert.False(await _store.HasAsync(failed));
        Assert.True(await _store.HasAsync(waiting));
    }

    [Fact]
    public async Task A_request_is_not_kept_by_the_manifest_that_has_its_name()
    {
        var request = await _store.PutAsync("request", MediaTypes.Request);
        await _store.Manifests.PutAsync(
            new(ManifestKind.Module, request.Digest.ToString()),
            Encoding.UTF8.GetBytes($$$"""{"format":"stapfarm-module","version":9,"body":{"key":"{{{request.Digest}}}"}}"""),
            default);
        _store.Pass(Day);

        await _store.CollectAsync();

        Assert.False(await _store.HasAsync(request));
    }

    [Fact]
    public async Task Files_that_were_sent_have_a_grace_of_their_own()
    {
        var sent = await _store.PutAsync("first of two packages", MediaTypes.Upload);
        _store.Pass(12 * CollectedStore.Grace);
        await _store.CollectAsync();
        Assert.True(await _store.HasAsync(sent));

        _store.Pass(13 * CollectedStore.Grace);
        await _store.CollectAsync();

        Assert.False(await _store.HasAsync(sent));
    }

    [Theory]
    [InlineData(ManifestKind.Toolchain)]
    [InlineData(ManifestKind.RuntimeBundle)]
    [InlineData(ManifestKind.KernelTree)]
    [InlineData(ManifestKind.Module)]
    public async Task What_a_manifest_of_another_release_names_is_kept(ManifestKind kind)
    {
        var named = await _store.PutAsync("named");
        await _store.Manifests.PutAsync(
            new(kind, "some-name"), Encoding.UTF8.GetBytes($$$"""{"format":"of tomorrow","version":7,"body":{"parts":["sha256:{{{named.Digest}}}"]}}"""), default);
        _store.Pass(10 * Day);

        await _store.CollectAsync(olderThan: Day, keep: 0);

        Assert.True(await _store.HasAsync(named));
    }

    [Fact]
    public async Task What_a_referenced_document_names_is_kept()
    {
        var package = await _store.PutAsync("package", MediaTypes.Upload);
        var files = await _store.PutAsync($$"""{"files":[{"digest":"{{package.Digest}}"}]}""", "application/vnd.test.v1+json");
        var orphan = await _store.PutAsync("nobody's package", MediaTypes.Upload);
        await _store.Manifests.PutAsync(new(ManifestKind.KernelTree, "tree"), Encoding.UTF8.GetBytes($$"""{"origin":"files:{{files.Digest}}"}"""), default);
        _store.Pass(10 * Day);

        await _store.CollectAsync();

        Assert.True(await _store.HasAsync(package));
        Assert.True(await _store.HasAsync(files));
        Assert.False(await _store.HasAsync(orphan));
    }

    [Fact]
    public async Task A_bound_on_all_blobs_takes_modules_alone()
    {
        var root = await _store.PutAsync("a toolchain's root", MediaTypes.ToolchainRoot);
        await _store.Manifests.PutAsync(new(ManifestKind.Toolchain, "toolchain"), Encoding.UTF8.GetBytes($"\"{root.Digest}\""), default);
        await _store.PublishAsync("a", "aaaa");
        _store.Pass(Day);
        await _store.PublishAsync("b", "bbbb");
        _store.Pass(Day);

        var enough = await _store.CollectAsync(keepBlobs: root.Size + 5);
        Assert.Equal((1, root.Size + 4, 0), (enough.Modules.Count, enough.BlobBytesLeft, enough.Excess));

        var tooLittle = await _store.CollectAsync(keepBlobs: 3);

        Assert.Single(tooLittle.Modules);
        Assert.True(await _store.HasAsync(root));
        Assert.Equal(root.Size - 3, tooLittle.Excess);
    }

    [Fact]
    public async Task Storing_what_is_there_makes_it_new_again()
    {
        var blob = await _store.PutAsync("content");
        _store.Pass(10 * Day);
        await _store.PutAsync("content");

        await _store.CollectAsync();

        Assert.True(await _store.HasAsync(blob));
    }

    [Fact]
    public async Task Nothing_goes_when_what_is_in_use_can_not_be_told()
    {
        await _store.PublishAsync("a", "aaaa");
        _store.Pass(10 * Day);
        _store.Uses.Unavailable = true;

        await FailureAssert.ThrowsAsync(FailureCode.Unavailable, () => _store.CollectAsync(keep: 0));

        Assert.True(await _store.HasAsync("a"));
    }

    [Fact]
    public async Task A_collection_that_is_called_off_leaves_nothing_half_done()
    {
        using var cancelled = new CancellationTokenSource();
        var store = new CollectedStore(() =>
        {
            cancelled.Cancel();
            return Task.CompletedTask;
        });
        await store.PublishAsync("a", "aaaa");
        store.Pass(10 * Day);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Collector.CollectAsync(new(Day, null, null, false), new Progress<Model.Work.WorkProgress>(), cancelled.Token));

        Assert.NotNull(await store.Modules.FindAsync(CollectedStore.Key("a"), default));
        store.Dispose();
    }

    [Fact]
    public async Task Removing_a_module_leaves_content_that_another_is_about_to_name()
    {
        var content = await _store.PutAsync("content");
        await _store.PublishAsync("a", content);
        _store.Pass(Day);
        // A second build has given the same content, and is about to publish it.
        await _store.PutAsync("content");

        await _store.Modules.RemoveAsync(CollectedStore.Key("a"), default);
        await _store.PublishAsync("b", content);

        Assert.NotNull(await _store.Modules.FindAsync(CollectedStore.Key("b"), default));
    }
}
