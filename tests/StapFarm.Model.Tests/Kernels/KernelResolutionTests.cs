using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using Xunit;

namespace StapFarm.Model.Tests.Kernels;

public sealed class KernelResolutionTests
{
    private static readonly KernelTree Old = Tree("6.1.0-56-cloud-amd64", "aaaaaaaa11", hour: 1);
    private static readonly KernelTree New = Tree("6.1.0-56-cloud-amd64", "bbbbbbbb22", hour: 2);
    private static readonly KernelTree Other = Tree("6.12.117+deb13-cloud-amd64", "cccccccc33", hour: 0);

    [Fact]
    public void A_release_names_its_kernel()
    {
        Assert.Same(Other, KernelResolution.Resolve([Old, Other], "6.12.117+deb13-cloud-amd64", out var warning));
        Assert.Null(warning);
    }

    [Fact]
    public void A_release_with_two_builds_means_the_newest_added_and_warns()
    {
        Assert.Same(New, KernelResolution.Resolve([New, Old, Other], "6.1.0-56-cloud-amd64", out var warning));
        Assert.Contains("2 builds", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_tree_of_a_build_is_no_second_build()
    {
        var gained = New with { Digest = Digest.Of("gained"u8), AddedAt = New.AddedAt.AddHours(1) };

        Assert.Same(gained, KernelResolution.Resolve([New, gained], "6.1.0-56-cloud-amd64", out var none));
        Assert.Null(none);
        KernelResolution.Resolve([New, gained, Old], "6.1.0-56-cloud-amd64", out var warning);
        Assert.Contains("2 builds", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aaaaaaaa11")]
    [InlineData("aaaaaaaa")]
    public void A_build_id_or_its_start_names_one_build(string buildId)
    {
        Assert.Same(Old, KernelResolution.Resolve([New, Old], buildId, out var warning));
        Assert.Null(warning);
    }

    [Fact]
    public void A_tree_digest_or_its_start_names_one_tree() =>
        Assert.Same(Other, KernelResolution.Resolve([Old, Other], Other.Digest.ToString()[..8], out _));

    [Theory]
    [InlineData("5.10.0-1-amd64")]
    [InlineData("aaaaaaa")]
    [InlineData("")]
    public void Anything_else_is_unknown_and_says_what_there_is_and_how_to_add_it(string name)
    {
        var failure = Assert.Throws<FarmException>(() => KernelResolution.Resolve([Old, Other], name, out _)).Failure;

        Assert.Equal(FailureCode.UnknownKernel, failure.Code);
        Assert.Contains("6.1.0-56-cloud-amd64, 6.12.117+deb13-cloud-amd64", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"stapfarm kernel add {name}", failure.Advice, StringComparison.Ordinal);
    }

    private static KernelTree Tree(string release, string buildId, int hour) => new(
        Digest.Of(System.Text.Encoding.UTF8.GetBytes(buildId)),
        new KernelIdentity(Architecture.X86_64, release, "#1 SMP", buildId),
        "gcc-12",
        HasDebugInfo: true,
        "test",
        [],
        0,
        new DateTimeOffset(2026, 1, 1, hour, 0, 0, TimeSpan.Zero));
}
