using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Pairs;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class SelectorTests : IDisposable
{
    private static readonly Toolchain Trixie = Example.Toolchain("debian:trixie", "5.1");
    private static readonly Toolchain Sid = Example.Toolchain("debian:sid", "5.6");
    private static readonly KernelTree Linux612 = Example.Tree("6.12.117+deb13-cloud-amd64", "gcc-14");

    private readonly PairRegistry _pairs = PairRegistryTests.RegistryOver(new MemoryManifests(), TimeProvider.System);

    public void Dispose() => _pairs.Dispose();

    [Fact]
    public async Task A_farm_without_toolchains_says_how_to_add_one()
    {
        var failure = await RefusedAsync([]);
        Assert.Contains("stapfarm toolchain add debian:trixie", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_evidence_the_newest_stap_is_tried_and_the_reason_says_that_it_is_unproven()
    {
        var choice = await SelectAsync([Trixie, Sid]);

        Assert.Equal(Sid, choice.Toolchain);
        Assert.Contains("hasn't been tried", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Releases_are_compared_as_numbers() =>
        Assert.Equal("5.10", (await SelectAsync([Example.Toolchain("a", "5.9"), Example.Toolchain("b", "5.10"), Example.Toolchain("c", "5.1")])).Toolchain.StapVersion);

    [Fact]
    public async Task A_pair_that_runs_is_preferred_to_a_newer_stap_that_only_builds()
    {
        await RecordAsync(Sid, PairState.Builds);
        await RecordAsync(Trixie, PairState.Runs);

        var choice = await SelectAsync([Trixie, Sid]);
        Assert.Equal(Trixie, choice.Toolchain);
        Assert.Contains("its modules load on this kernel (runner a, 2026-11-01)", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_builds_and_doesnt_load_is_passed_over_and_the_reason_says_why()
    {
        var old = Example.Toolchain("debian:older", "5.0");
        await RecordAsync(Trixie, PairState.Builds);
        await RecordAsync(Trixie, PairState.Fails, "Can't resolve uprobe_unregister!");

        var choice = await SelectAsync([Trixie, old]);
        Assert.Equal(old, choice.Toolchain);
        Assert.Contains("not debian:trixie (stap 5.1, ", choice.Reason, StringComparison.Ordinal);
        Assert.Contains("Can't resolve uprobe_unregister!", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_fail_the_refusal_names_each_with_its_evidence_and_what_to_do()
    {
        await RecordAsync(Trixie, PairState.Fails, "Can't resolve uprobe_unregister!");
        var failure = await RefusedAsync([Trixie, Example.Toolchain("debian:bare", "5.6") with { Compilers = ["gcc-12"] }]);

        Assert.Contains("Can't resolve uprobe_unregister! (runner a, 2026-11-01)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it has no gcc-14", failure.Message, StringComparison.Ordinal);
        Assert.Contains("stapfarm toolchain add debian:sid", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("6.12.117+deb13-cloud-amd64", failure.Kernel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_promoted_toolchain_stays_the_choice_when_a_newer_one_comes()
    {
        await RecordAsync(Trixie, PairState.Runs);
        await RecordAsync(Sid, PairState.Runs);

        var choice = await SelectAsync([Trixie, Sid]);
        Assert.Equal(Trixie, choice.Toolchain);
        Assert.StartsWith("promoted", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promoted_toolchain_that_is_gone_is_not_replaced_in_silence()
    {
        await _pairs.PromoteAsync(new PairName(Trixie.Digest, Linux612.Digest), default);

        var failure = await RefusedAsync([Sid]);
        Assert.Contains(Trixie.Digest.Short, failure.Message, StringComparison.Ordinal);
        Assert.Contains("toolchain promote", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian:trixie")]
    [InlineData("5.1")]
    [InlineData("DIGEST")]
    public async Task A_named_toolchain_is_taken_whatever_else_is_promoted_and_though_it_fails(string name)
    {
        await RecordAsync(Sid, PairState.Runs);
        await RecordAsync(Trixie, PairState.Fails, "Can't resolve uprobe_unregister!");

        var choice = await SelectAsync([Sid, Trixie], name.Replace("DIGEST", Trixie.Digest.Short, StringComparison.Ordinal));
        Assert.Equal(Trixie, choice.Toolchain);
        Assert.Contains("it fails for this kernel", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_with_the_name_the_newest_added_is_taken()
    {
        var newer = Trixie with { Digest = Digest.Of("newer"u8), AddedAt = Trixie.AddedAt.AddDays(1) };
        Assert.Equal(newer, (await SelectAsync([Trixie, newer], "debian:trixie")).Toolchain);
    }

    [Fact]
    public async Task A_name_that_no_toolchain_has_is_refused_with_those_there_are()
    {
        var failure = await RefusedAsync([Trixie, Sid], "debian:buster");
        Assert.Contains("debian:trixie (stap 5.1, ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("debian:sid (stap 5.6, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_toolchain_without_the_kernels_compiler_is_refused_with_the_compilers_name()
    {
        var failure = await RefusedAsync([Trixie with { Compilers = ["gcc-12"] }], "debian:trixie");
        Assert.Contains("gcc-14", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_of_another_architecture_is_refused_with_its_name()
    {
        var arm = Linux612 with { Identity = Linux612.Identity with { Architecture = Architecture.Arm64 } };
        var failure = (await Assert.ThrowsAsync<FarmException>(() => new ToolchainSelector(new FixedDepot([Trixie]), _pairs).SelectAsync(arm, null, default))).Failure;
        Assert.Contains("it doesn't build for arm64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_toolchain_that_builds_for_the_kernels_architecture_is_taken()
    {
        var arm = OfAnotherArchitecture(Linux612);
        var both = Trixie with
        {
            Name = "debian:trixie+both",
            Targets = [Trixie.Host, arm.Identity.Architecture],
            Compilers = [.. Trixie.Compilers, GnuNames.Compiler("gcc-14", Trixie.Host, arm.Identity.Architecture)],
        };

        var choice = await new ToolchainSelector(new FixedDepot([Sid, both]), _pairs).SelectAsync(arm, null, default);

        Assert.Equal(both, choice.Toolchain);
    }

    [Fact]
    public async Task One_added_for_another_architecture_changes_nothing_for_a_kernel_of_this_one()
    {
        var both = Trixie with
        {
            Digest = Digest.Of("both"u8),
            Name = "debian:trixie+both",
            Targets = [Trixie.Host, OfAnotherArchitecture(Linux612).Identity.Architecture],
            AddedAt = Trixie.AddedAt.AddDays(1),
        };

        Assert.Equal(Trixie, (await SelectAsync([both, Trixie])).Toolchain);
        Assert.Equal(Trixie, (await SelectAsync([both, Trixie], "5.1")).Toolchain);
        Assert.Equal(both, (await SelectAsync([both, Trixie], "debian:trixie+both")).Toolchain);
    }

    [Fact]
    public async Task Without_one_for_the_kernels_architecture_the_command_that_makes_it_is_said()
    {
        var arm = OfAnotherArchitecture(Linux612);
        foreach (var toolchains in (Toolchain[][])[[Trixie, Sid], []])
        {
            var failure = (await Assert.ThrowsAsync<FarmException>(() => new ToolchainSelector(new FixedDepot(toolchains), _pairs).SelectAsync(arm, null, default))).Failure;
            Assert.Contains($"stapfarm toolchain add debian:trixie --target {arm.Identity.Architecture} ", failure.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_compiler_for_the_host_is_none_for_the_kernels_architecture()
    {
        var arm = OfAnotherArchitecture(Linux612);
        var lacking = Trixie with { Targets = [Trixie.Host, arm.Identity.Architecture] };

        var failure = (await Assert.ThrowsAsync<FarmException>(() => new ToolchainSelector(new FixedDepot([lacking]), _pairs).SelectAsync(arm, null, default))).Failure;

        Assert.Contains($"it has no {GnuNames.Of(arm.Identity.Architecture)}-gcc-14", failure.Message, StringComparison.Ordinal);
    }

    private static KernelTree OfAnotherArchitecture(KernelTree tree) => tree with
    {
        Identity = tree.Identity with { Architecture = Trixie.Host == Architecture.Arm64 ? Architecture.X86_64 : Architecture.Arm64 },
    };

    private Task<ToolchainChoice> SelectAsync(IReadOnlyList<Toolchain> toolchains, string? name = null) =>
        new ToolchainSelector(new FixedDepot(toolchains), _pairs).SelectAsync(Linux612, name, default);

    private async Task<FarmFailure> RefusedAsync(IReadOnlyList<Toolchain> toolchains, string? name = null)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => SelectAsync(toolchains, name))).Failure;
        Assert.Equal(FailureCode.NoToolchain, failure.Code);
        return failure;
    }

    private Task RecordAsync(Toolchain toolchain, PairState state, string detail = "key") =>
        _pairs.RecordAsync(new PairName(toolchain.Digest, Linux612.Digest), new PairEvidence(state, "runner a", detail, Example.Start), default);
}
