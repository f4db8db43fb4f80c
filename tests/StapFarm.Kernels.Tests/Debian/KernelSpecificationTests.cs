using StapFarm.Kernels.Debian;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Tests.Debian;

public sealed class KernelSpecificationTests
{
    [Theory]
    [InlineData("6.1.0-56-cloud-amd64", "6.1", null, "cloud-amd64", "amd64", false)]
    [InlineData("6.12.117+deb13-cloud-amd64", "6.12", "deb13", "cloud-amd64", "amd64", false)]
    [InlineData("6.12.90+deb13.1-amd64", "6.12", "deb13", "amd64", "amd64", false)]
    [InlineData("6.1.0-56-686-pae", "6.1", null, "686-pae", "i386", false)]
    [InlineData("6.1.0-0.deb11.21-cloud-amd64", "6.1", null, "cloud-amd64", "amd64", false)]
    [InlineData("6.12.117+deb13-rt-arm64", "6.12", "deb13", "rt-arm64", "arm64", false)]
    [InlineData("6.12.117+deb13-arm64-16k", "6.12", "deb13", "arm64-16k", "arm64", false)]
    [InlineData("6.12-cloud-amd64", "6.12", null, "cloud-amd64", "amd64", true)]
    [InlineData("6.12+deb12-cloud-amd64", "6.12", "deb12", "cloud-amd64", "amd64", true)]
    public void Releases_and_series_are_told_apart(string text, string series, string? distribution, string flavour, string architecture, bool isSeries)
    {
        var specification = KernelSpecification.Parse(text);

        Assert.Equal(new KernelSpecification(text, series, distribution, flavour, isSeries), specification);
        Assert.Equal(architecture, specification.DebianArchitecture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6.1.0")]
    [InlineData("--option")]
    [InlineData("../../etc/passwd")]
    [InlineData("6.1.0-56-cloud-amd64 x")]
    [InlineData("6.1.0-56-cloud-amd64\n")]
    [InlineData("6.1.0-56-cloud/amd64")]
    [InlineData("6.18.44-fc-v595")]
    public void What_is_no_Debian_kernel_is_refused_with_examples(string text)
    {
        var failure = Assert.Throws<FarmException>(() => KernelSpecification.Parse(text)).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("6.1.0-56-cloud-amd64", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.12-cloud-amd64", "6.12.117+deb13-cloud-amd64", true)]
    [InlineData("6.12-cloud-amd64", "6.12.117+deb13-amd64", false)]
    [InlineData("6.12-cloud-amd64", "6.1.0-56-cloud-amd64", false)]
    [InlineData("6.12-cloud-amd64", "6.12-cloud-amd64", false)]
    [InlineData("6.12-cloud-amd64", "6.12.117+deb13-cloud-amd64-dbg", false)]
    [InlineData("6.12+deb12-cloud-amd64", "6.12.117+deb13-cloud-amd64", false)]
    [InlineData("6.12+deb12-cloud-amd64", "6.12.117+deb12-cloud-amd64", true)]
    public void A_series_covers_its_releases(string series, string release, bool covers) =>
        Assert.Equal(covers, KernelSpecification.Parse(series).Covers(release));
}
