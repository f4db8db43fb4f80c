using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Sources;

public sealed class KernelSourcesTests
{
    private readonly Recorder<WorkProgress> _progress = new();

    [Fact]
    public async Task The_first_source_that_has_it_gives_it_and_the_others_are_not_asked()
    {
        var last = new Place("last");

        Assert.Equal("second", await FetchAsync(new Place("first", FailureCode.UnknownKernel), new Place("second"), last));

        Assert.Equal(0, last.Asked);
        Assert.Contains(_progress.Items, item => item.Text.Contains("not from first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_fails_while_it_fetches_gives_way_too() =>
        Assert.Equal("second", await FetchAsync(new Place("first") { FetchFails = FailureCode.SourceFailed }, new Place("second")));

    [Fact]
    public async Task If_none_has_it_each_says_why_and_one_that_failed_decides_the_kind()
    {
        var failure = await RefusedAsync(new Place("first", FailureCode.SourceFailed), new Place("second", FailureCode.UnknownKernel));
        Assert.Equal((FailureCode.SourceFailed, "first refuses second refuses"), (failure.Code, failure.Message));

        Assert.Equal(FailureCode.UnknownKernel, (await RefusedAsync(new Place("first", FailureCode.InvalidRequest), new Place("second", FailureCode.UnknownKernel))).Code);
        Assert.Equal("first refuses", (await RefusedAsync(new Place("first") { FetchFails = FailureCode.UnknownKernel }, new Place("second", FailureCode.UnknownKernel))).Message.Split(" second")[0]);
    }

    [Fact]
    public async Task A_full_disk_is_not_another_sources_turn()
    {
        var second = new Place("second");

        Assert.Equal(FailureCode.StoreFull, (await RefusedAsync(new Place("first") { FetchFails = FailureCode.StoreFull }, second)).Code);
        Assert.Equal(0, second.Asked);
    }

    [Theory]
    [InlineData("debian", true)]
    [InlineData("/srv/kernels", true)]
    [InlineData("https://mirror.example/kernels", true)]
    [InlineData("kernels", false)]
    [InlineData("ftp://mirror.example/", false)]
    [InlineData("", false)]
    public void A_configured_source_is_a_word_a_folder_or_an_address(string source, bool isKnown) =>
        Assert.Equal(isKnown, KernelSourceOptions.IsKnown(source));

    [Theory]
    [InlineData("6.1.0-56-cloud-amd64", true)]
    [InlineData("3.10.0-1160.119.1.el7.x86_64", true)]
    [InlineData("6.18.0-rc4+", true)]
    [InlineData("../../etc", false)]
    [InlineData("6.1/../x", false)]
    [InlineData("6.1\n", false)]
    [InlineData("", false)]
    public void A_release_can_stand_in_a_path(string text, bool isRelease) => Assert.Equal(isRelease, KernelRelease.Is(text));

    private async Task<string> FetchAsync(params IKernelSource[] sources)
    {
        await using var offer = await new KernelSources(sources).FindAsync("6.1.0-1-test-amd64", _progress, CancellationToken.None);
        return (await offer.FetchAsync(_progress, CancellationToken.None)).Source;
    }

    private async Task<FarmFailure> RefusedAsync(params IKernelSource[] sources) =>
        (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(sources))).Failure;

    private sealed class Place(string name, FailureCode? refuses = null) : IKernelSource
    {
        public string Name => name;

        public int Asked { get; private set; }

        public FailureCode? FetchFails { get; init; }

        public Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
        {
            Asked++;
            return refuses is { } code
                ? throw new FarmException(code, $"{name} refuses")
                : Task.FromResult<IKernelOffer>(new KernelOffer(Packages(specification), (_, _) => FetchFails is { } fails
                    ? throw new FarmException(fails, $"{name} refuses")
                    : Task.FromResult(new KernelPackages(specification, name, [], 0, true))));
        }

        private static DebianKernelPackages Packages(string release)
        {
            var image = new DebianPackage($"linux-image-{release}", new DebianVersion("6.1.1-1"), "amd64", "", 0, 0, "");
            return new DebianKernelPackages(release, image, null, image, null, null);
        }
    }
}
