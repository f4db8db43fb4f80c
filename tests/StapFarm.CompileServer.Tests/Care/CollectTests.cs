using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.Care;

public sealed class CollectTests : IAsyncLifetime
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Modules_that_nobody_used_for_long_go_and_are_built_again_when_they_are_asked_for()
    {
        var old = (await _farm.BuildAsync(Samples.Build("probe begin { print(1) }"))).Done.Build;
        var used = (await _farm.BuildAsync(Samples.Build("probe begin { print(2) }"))).Done.Build;
        Age(8 * Day);
        Assert.NotNull((await _farm.Builds.SubmitAsync(Samples.Build("probe begin { print(2) }"))).Cached);

        var dry = await _farm.Care.CollectAsync(new() { OlderThanMs = (long)(7 * Day).TotalMilliseconds, DryRun = true });
        Assert.Equal(2, (await _farm.Builds.ListModulesAsync(new())).Modules.Count);
        var report = await _farm.Care.CollectAsync(new() { OlderThanMs = (long)(7 * Day).TotalMilliseconds });

        Assert.Equal(dry, report);
        Assert.Equal(old.ModuleKey, Assert.Single(report.Modules).ModuleKey);
        Assert.Equal(old.Content.Size, report.Blobs.Sum(blobs => blobs.Bytes));
        Assert.Equal(used.ModuleKey, Assert.Single((await _farm.Builds.ListModulesAsync(new())).Modules).ModuleKey);
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Blobs.StatAsync(new() { Digest = old.Content.Digest }));
        Assert.False((await _farm.BuildAsync(Samples.Build("probe begin { print(1) }"))).Done.Build.FromCache);
    }

    [Fact]
    public async Task The_request_of_a_failed_build_goes()
    {
        _farm.Translator.Answers["bad"] = () => new FarmException(FailureCode.ScriptError, "stap refused the script.");
        var failed = await _farm.Builds.SubmitAsync(Samples.Build("bad"));
        Assert.NotNull((await _farm.Work.EventsAsync(failed.WorkId))[^1].Failed);
        await _farm.Blobs.StatAsync(new() { Digest = failed.ModuleKey });
        Age(Day);

        var report = await _farm.Care.CollectAsync(new());

        Assert.Equal(1, Assert.Single(report.Blobs).Count);
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Blobs.StatAsync(new() { Digest = failed.ModuleKey }));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, -1)]
    public async Task Bounds_that_are_none_are_refused(long age, long bytes) =>
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => _farm.Care.CollectAsync(new() { OlderThanMs = age, KeepBytes = bytes }));

    /// <summary>Makes everything that is stored older.</summary>
    private void Age(TimeSpan by)
    {
        foreach (var folder in new[] { "blobs", "manifests" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(_farm.DataRoot, folder), "*", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file) - by);
            }
        }
    }
}
