using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.Runs;

public sealed class WantedKernelTests : IAsyncLifetime
{
    private const string Release = "6.1.0-99-cloud-amd64";
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_farm_that_has_the_kernels_of_its_runners_wants_none()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");

        Assert.Empty((await _farm.KernelsClient.WantedAsync(new())).Kernels);
    }

    [Fact]
    public async Task A_runners_kernel_is_wanted_until_the_farm_has_it()
    {
        var tree = Samples.Tree(Release, "some build");
        using var one = await HandRunner.ConnectAsync(_farm, "one", tree);
        using var two = await HandRunner.ConnectAsync(_farm, "two", tree);

        var wanted = Assert.Single((await _farm.KernelsClient.WantedAsync(new())).Kernels);
        Assert.Equal((Release, tree.Identity.BuildId, false), (wanted.Identity.Release, wanted.Identity.BuildId, wanted.HasOtherBuild));
        Assert.Equal(["name-of-one", "name-of-two"], wanted.Runners);
        Assert.Contains(wanted.Packages, package => package.StartsWith($"linux-image-{Release}-dbg", StringComparison.Ordinal));
        Assert.Equal($"stapfarm kernel add {Release}", wanted.Command);

        _farm.Kernels.Put(tree);
        Assert.Empty((await _farm.KernelsClient.WantedAsync(new())).Kernels);
    }

    [Fact]
    public async Task Another_build_of_a_release_that_the_farm_has_is_wanted_and_said_to_be_that()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one", Samples.Tree(Samples.Release, "another build"));

        Assert.True(Assert.Single((await _farm.KernelsClient.WantedAsync(new())).Kernels).HasOtherBuild);
    }

    [Fact]
    public async Task What_a_client_asked_for_in_vain_is_wanted_with_how_often()
    {
        await AskAsync("3.10.0-1160.119.1.el7.x86_64");
        await AskAsync("3.10.0-1160.119.1.el7.x86_64");
        await AskAsync("no kernel at all");

        var wanted = Assert.Single((await _farm.KernelsClient.WantedAsync(new())).Kernels);
        Assert.Equal(("3.10.0-1160.119.1.el7.x86_64", 2), (wanted.Identity.Release, wanted.AskedTimes));
        Assert.True(wanted.LastAskedAtUnixMs > 0);
        Assert.Contains("kernel-debuginfo-3.10.0-1160.119.1.el7.x86_64", wanted.Packages);

        _farm.Kernels.Put(Samples.Tree("3.10.0-1160.119.1.el7.x86_64", "build"));
        Assert.Empty((await _farm.KernelsClient.WantedAsync(new())).Kernels);
    }

    [Fact]
    public async Task A_kernel_that_isnt_Debians_is_refused_with_what_adds_one_of_its_kind()
    {
        Assert.Contains("stapfarm kernel add --rpm", (await AskAsync("3.10.0-1160.119.1.el7.x86_64")).Advice, StringComparison.Ordinal);
        Assert.Equal("Add it with: stapfarm kernel add 6.1.0-99-amd64", (await AskAsync("6.1.0-99-amd64")).Advice);
    }

    private Task<FarmFailure> AskAsync(string kernel) => FarmAssert.FailsAsync(
        FailureCode.UnknownKernel, async () => await _farm.Builds.SubmitAsync(new() { Source = Samples.Source("probe begin {}"), Kernel = kernel }));
}
