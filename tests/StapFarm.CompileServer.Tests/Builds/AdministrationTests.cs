using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class AdministrationTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Modules_are_listed_shown_by_the_start_of_their_key_and_removed()
    {
        var built = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build;
        var listed = Assert.Single((await _farm.Builds.ListModulesAsync(new())).Modules);
        var shown = await _farm.Builds.ShowModuleAsync(new() { ModuleKey = built.ModuleKey[..8] });
        await _farm.Builds.RemoveModuleAsync(new() { ModuleKey = built.ModuleKey[..8] });

        Assert.Equal(built.ModuleKey, listed.ModuleKey);
        Assert.Contains(shown.Fields, field => field.Name == "script");
        Assert.Empty((await _farm.Builds.ListModulesAsync(new())).Modules);
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Blobs.StatAsync(new() { Digest = built.Content.Digest }));
    }

    [Fact]
    public async Task Kernels_and_toolchains_are_added_by_a_worker_with_progress()
    {
        var kernel = await _farm.KernelsClient.AddAsync(new() { Specification = "6.12.1-amd64" });
        var toolchain = await _farm.ToolchainsClient.AddAsync(new() { Specification = "debian:sid" });
        var kernelEvents = await _farm.Work.EventsAsync(kernel.WorkId);
        var toolchainEvents = await _farm.Work.EventsAsync(toolchain.WorkId);

        Assert.Contains(kernelEvents, @event => @event.Progressed is { Stage: "download", Fraction: 0.5 });
        Assert.Equal("6.12.1-amd64", kernelEvents[^1].Done.Kernel.Identity.Release);
        Assert.Equal("debian:sid", toolchainEvents[^1].Done.Toolchain.Name);
        Assert.Equal(2, (await _farm.KernelsClient.ListAsync(new())).Kernels.Count);
    }

    [Fact]
    public async Task A_kernel_that_the_archive_doesnt_have_is_a_typed_failure()
    {
        var added = await _farm.KernelsClient.AddAsync(new() { Specification = "no-such-kernel" });
        var failed = (await _farm.Work.EventsAsync(added.WorkId))[^1].Failed;

        Assert.Equal((int)FailureCode.UnknownKernel, failed.Code);
        Assert.Contains("no-such-kernel", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_with_two_builds_is_shown_with_a_warning_and_a_build_id_without()
    {
        var other = Samples.Tree(Samples.Release, "another build");
        _farm.Kernels.Put(other);

        var shown = await _farm.KernelsClient.ShowAsync(new() { Kernel = Samples.Release });
        var chosen = await _farm.KernelsClient.ShowAsync(new() { Kernel = other.Identity.BuildId });

        Assert.Contains($"The farm has 2 builds of {Samples.Release}", Assert.Single(shown.Warnings), StringComparison.Ordinal);
        Assert.Empty(chosen.Warnings);
    }

    [Fact]
    public async Task A_promoted_toolchain_is_chosen_and_says_so()
    {
        _farm.Toolchains.Put(Samples.Toolchain("debian:sid", "5.6"));
        await _farm.ToolchainsClient.PromoteAsync(new() { Toolchain = "debian:trixie", Kernel = Samples.Release });
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        var kernel = await _farm.KernelsClient.ShowAsync(new() { Kernel = Samples.Release });

        Assert.Contains("debian:trixie", submitted.Toolchain, StringComparison.Ordinal);
        Assert.Contains("promoted", submitted.ToolchainReason, StringComparison.Ordinal);
        Assert.Equal(Samples.Toolchain("debian:trixie", "5.1").Digest.ToString(), kernel.Kernel.PromotedToolchain);
    }
}
