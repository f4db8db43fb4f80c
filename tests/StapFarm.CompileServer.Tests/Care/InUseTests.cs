using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.CompileServer.Tests.Runs;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.Care;

public sealed class InUseTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Kernel_and_toolchain_of_a_running_build_are_not_removed_and_are_when_it_is_over()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("wait"));
        await _farm.Translator.BeganAsync();

        var kernel = await FarmAssert.FailsAsync(FailureCode.InUse, RemoveKernelAsync);
        var toolchain = await FarmAssert.FailsAsync(FailureCode.InUse, RemoveToolchainAsync);
        Assert.Contains($"translation {submitted.ModuleKey[..12]}", kernel.Message, StringComparison.Ordinal);
        Assert.Contains(Samples.Release, kernel.Message, StringComparison.Ordinal);
        Assert.Contains("debian:trixie", toolchain.Message, StringComparison.Ordinal);
        Assert.Single(await _farm.Kernels.ListAsync(default));
        Assert.Single(await _farm.Toolchains.ListAsync(default));

        _farm.Translator.Open();
        Assert.NotNull((await _farm.Work.EventsAsync(submitted.WorkId))[^1].Done);
        await RemoveKernelAsync();
        await RemoveToolchainAsync();
        Assert.Empty(await _farm.Kernels.ListAsync(default));
        Assert.Empty(await _farm.Toolchains.ListAsync(default));
    }

    [Fact]
    public async Task What_a_session_runs_is_not_removed_until_it_has_ended()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        var run = await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var start = (await runner.CommandAsync()).Start;
        await runner.RunningAsync(start.SessionId);
        var key = run.Sessions[0].ModuleKey;

        foreach (var remove in (Func<Task>[])[() => RemoveModuleAsync(key), RemoveKernelAsync, RemoveToolchainAsync])
        {
            var failure = await FarmAssert.FailsAsync(FailureCode.InUse, remove);
            Assert.Contains(start.SessionId, failure.Message, StringComparison.Ordinal);
            Assert.Contains("runner one", failure.Message, StringComparison.Ordinal);
        }

        var report = await _farm.Care.CollectAsync(new() { OlderThanMs = 0, KeepBytes = 0 });
        Assert.Equal((0, 1), (report.Modules.Count, report.InUse));
        await _farm.Blobs.StatAsync(new() { Digest = start.Module.Digest });

        await runner.EndAsync(start.SessionId, lastChunk: 0);
        await RemoveWhenOverAsync(() => RemoveModuleAsync(key));
        await RemoveToolchainAsync();
        await RemoveKernelAsync();
    }

    /// <summary>The register hears of a session's end a moment after the runner does.</summary>
    private static async Task RemoveWhenOverAsync(Func<Task> remove)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await remove();
                return;
            }
            catch (Grpc.Core.RpcException) when (!patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    private async Task RemoveKernelAsync() => await _farm.KernelsClient.RemoveAsync(new() { Kernel = Samples.Release });

    private async Task RemoveToolchainAsync() => await _farm.ToolchainsClient.RemoveAsync(new() { Toolchain = "debian:trixie" });

    private async Task RemoveModuleAsync(string key) => await _farm.Builds.RemoveModuleAsync(new() { ModuleKey = key });
}
