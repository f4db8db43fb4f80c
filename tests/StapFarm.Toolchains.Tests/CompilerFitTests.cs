using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Pairs;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class CompilerFitTests : IDisposable
{
    private static readonly KernelTree CentOs7 = Example.Tree("3.10.0-1160.el7.x86_64", "gcc") with { CompilerRelease = "4.8.5" };
    private static readonly KernelTree Own = Example.Tree("6.1.99", "gcc") with { CompilerRelease = "12.2.0" };
    private static readonly Toolchain Debian = Example.Toolchain("debian:trixie", "5.1");
    private static readonly Toolchain CentOs = Example.Toolchain("centos7", "4.0") with
    {
        Compilers = ["gcc"],
        CompilerReleases = new Dictionary<string, string> { ["gcc"] = "4.8.5" },
    };

    private readonly PairRegistry _pairs = PairRegistryTests.RegistryOver(new MemoryManifests(), TimeProvider.System);

    public void Dispose() => _pairs.Dispose();

    [Fact]
    public async Task A_kernel_that_names_only_gcc_is_served_by_the_gcc_of_its_major_release()
    {
        Assert.Equal(Debian, (await SelectAsync(Own, [Debian, CentOs])).Toolchain);
        Assert.Equal("gcc-12", CompilerFit.Instead(Debian, Own));
        Assert.Equal(CentOs, (await SelectAsync(CentOs7, [Debian, CentOs])).Toolchain);
        Assert.Null(CompilerFit.Instead(CentOs, CentOs7));
    }

    [Fact]
    public void A_kernel_that_names_gcc_with_its_release_is_served_by_a_plain_gcc_of_that_release()
    {
        var fedora = CentOs with { CompilerReleases = new Dictionary<string, string> { ["gcc"] = "14.2.1" } };

        Assert.Equal("gcc", CompilerFit.Instead(fedora, Example.Tree("6.12", "gcc-14")));
        Assert.Null(CompilerFit.Of(fedora, Example.Tree("6.1", "gcc-12")).Compiler);
        Assert.Null(CompilerFit.Instead(Debian, Example.Tree("6.12", "gcc-14")));
    }

    [Fact]
    public void A_kernel_of_another_architecture_is_served_by_the_cross_compiler_of_its_release_under_its_own_name()
    {
        var cross = Debian with { Targets = [Architecture.X86_64, Architecture.Arm64], Compilers = ["gcc-12", "aarch64-linux-gnu-gcc-12"] };
        var arm = Own with { Identity = Own.Identity with { Architecture = Architecture.Arm64 } };

        Assert.Equal("aarch64-linux-gnu-gcc-12", CompilerFit.Instead(cross, arm));
        Assert.Null(CompilerFit.Instead(cross, arm with { Compiler = "gcc-12" }));
    }

    [Fact]
    public async Task A_plain_gcc_of_another_release_serves_only_whoever_names_its_toolchain()
    {
        var refused = await RefusedAsync(Own, [CentOs]);
        Assert.Contains("gcc 12.2.0 built the kernel, and it has gcc 4.8.5", refused.Message, StringComparison.Ordinal);

        var choice = await SelectAsync(Own, [CentOs, Debian], "centos7");
        Assert.Equal(CentOs, choice.Toolchain);
        Assert.Contains("gcc 12.2.0 built the kernel", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_names_a_toolchain_with_numbered_compilers_gets_the_nearest()
    {
        Assert.Equal(Debian, (await SelectAsync(CentOs7, [Debian], "debian:trixie")).Toolchain);
        Assert.Equal("gcc-12", CompilerFit.Instead(Debian, CentOs7));
        Assert.Equal("gcc-14", CompilerFit.Instead(Debian, Own with { CompilerRelease = "13.1.0" }));
        Assert.Equal("gcc-14", CompilerFit.Instead(Debian, Own with { CompilerRelease = "" }));
    }

    [Fact]
    public async Task A_3_10_kernel_that_nothing_serves_is_told_what_there_is_what_it_wants_and_how_to_get_it()
    {
        var failure = await RefusedAsync(CentOs7, [Debian]);

        Assert.Contains("debian:trixie (stap 5.1, ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("gcc 4.8.5 built the kernel, and it has gcc-12", failure.Message, StringComparison.Ordinal);
        Assert.Contains("a CentOS 7 root with stap 4.0 and gcc 4.8 (stapfarm toolchain add --rootfs DIR)", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("stapfarm toolchain add --rootfs DIR", (await RefusedAsync(CentOs7, [])).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_compiler_that_no_toolchain_has_is_named_in_the_advice()
    {
        var failure = await RefusedAsync(Own with { CompilerRelease = "13.2.1" }, [Debian]);

        Assert.Contains("SystemTap and gcc 13.2.1", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("--rootfs", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_from_before_releases_were_kept_wants_a_compiler_of_just_that_name()
    {
        Assert.Equal(CentOs, (await SelectAsync(Own with { CompilerRelease = "" }, [Debian, CentOs])).Toolchain);
        await RefusedAsync(Own with { CompilerRelease = "" }, [Debian]);
    }

    [Theory]
    [InlineData("4.8.5", "4.8")]
    [InlineData("4.8", "4.8")]
    [InlineData("12.2.0", "12")]
    [InlineData("14", "14")]
    [InlineData("", "")]
    public void Before_gcc_5_the_second_number_counts(string release, string major) => Assert.Equal(major, CompilerRelease.Major(release));

    private Task<ToolchainChoice> SelectAsync(KernelTree tree, IReadOnlyList<Toolchain> toolchains, string? name = null) =>
        new ToolchainSelector(new FixedDepot(toolchains), _pairs).SelectAsync(tree, name, default);

    private async Task<FarmFailure> RefusedAsync(KernelTree tree, IReadOnlyList<Toolchain> toolchains)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => SelectAsync(tree, toolchains))).Failure;
        Assert.Equal(FailureCode.NoToolchain, failure.Code);
        return failure;
    }
}
