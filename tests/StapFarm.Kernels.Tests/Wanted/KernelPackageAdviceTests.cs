using StapFarm.Kernels.Wanted;

namespace StapFarm.Kernels.Tests.Wanted;

public sealed class KernelPackageAdviceTests
{
    [Fact]
    public void Debians_packages_are_named_with_their_version_and_the_farm_fetches_them()
    {
        var advice = KernelPackageAdvice.For("6.1.0-56-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-10-28)");

        Assert.Equal(
            [
                "linux-image-6.1.0-56-cloud-amd64 6.1.192-2", "linux-image-6.1.0-56-cloud-amd64-dbg 6.1.192-2", "linux-headers-6.1.0-56-cloud-amd64 6.1.192-2",
                "linux-headers-6.1.0-56-common 6.1.192-2", "linux-kbuild-6.1",
            ],
            advice.Packages);
        Assert.Equal("stapfarm kernel add 6.1.0-56-cloud-amd64=6.1.192-2", advice.Command);
        Assert.Contains("source package linux, version 6.1.192-2", advice.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.12.117+deb13-rt-amd64", "linux-headers-6.12.117+deb13-common-rt", "linux-kbuild-6.12.117+deb13")]
    [InlineData("6.1.0-56-rt-amd64", "linux-headers-6.1.0-56-common-rt", "linux-kbuild-6.1")]
    [InlineData("6.12.90+deb13.1-amd64", "linux-headers-6.12.90+deb13.1-common", "linux-kbuild-6.12.90+deb13.1")]
    public void Each_flavour_has_its_common_headers_and_kbuild(string release, string common, string kbuild)
    {
        var advice = KernelPackageAdvice.For(release, "");

        Assert.Contains(common, advice.Packages);
        Assert.Contains(kbuild, advice.Packages);
    }

    [Theory]
    [InlineData("3.10.0-1160.119.1.el7.x86_64", "x86_64", "kernel", "kernel-devel", "kernel-debuginfo")]
    [InlineData("4.18.0-553.el8_10.x86_64", "x86_64", "kernel-core", "kernel-modules", "kernel-devel", "kernel-debuginfo")]
    [InlineData("5.14.0-427.13.1.el9_4.aarch64", "aarch64", "kernel-core", "kernel-modules-core", "kernel-modules", "kernel-devel", "kernel-debuginfo")]
    [InlineData("6.11.4-301.fc41.x86_64", "x86_64", "kernel-core", "kernel-modules-core", "kernel-modules", "kernel-devel", "kernel-debuginfo")]
    public void Red_Hats_and_Fedoras_packages_are_named_as_that_release_has_them(string release, string architecture, params string[] names)
    {
        var advice = KernelPackageAdvice.For(release, "");

        Assert.Equal([.. names.Select(name => $"{name}-{release}"), $"kernel-debuginfo-common-{architecture}-{release}"], advice.Packages);
        Assert.Equal("stapfarm kernel add --rpm *.rpm", advice.Command);
    }

    [Theory]
    [InlineData("6.18.0-mine", "stapfarm kernel add --dir DIR")]
    [InlineData("6.12-cloud-amd64", "stapfarm kernel add 6.12-cloud-amd64")]
    public void Other_kernels_have_no_packages_that_are_known(string release, string command)
    {
        var advice = KernelPackageAdvice.For(release, "");

        Assert.Empty(advice.Packages);
        Assert.Equal(command, advice.Command);
    }

    [Theory]
    [InlineData("6.1.0-56-cloud-amd64", "stapfarm kernel add 6.1.0-56-cloud-amd64")]
    [InlineData("6.12-cloud-amd64", "stapfarm kernel add 6.12-cloud-amd64")]
    [InlineData("3.10.0-1160.119.1.el7.x86_64", "stapfarm kernel add --rpm")]
    [InlineData("6.18.0-mine", "stapfarm kernel add --dir DIR")]
    [InlineData("5.4.0-150-generic", "--deb")]
    [InlineData("no kernel", "uname -r")]
    public void The_hint_is_what_adds_a_kernel_of_that_kind(string name, string said) =>
        Assert.Contains(said, KernelPackageAdvice.For(name, "").Hint, StringComparison.Ordinal);
}
