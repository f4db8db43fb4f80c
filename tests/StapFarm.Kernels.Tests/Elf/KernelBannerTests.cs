using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Tests.Elf;

public sealed class KernelBannerTests
{
    [Theory]
    [InlineData(
        "Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)\n",
        "6.1.0-56-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)")]
    [InlineData(
        "6.12.117+deb13-cloud-amd64 (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1 (2026-11-12)",
        "6.12.117+deb13-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1 (2026-11-12)")]
    public void Release_and_version_are_what_uname_prints(string banner, string release, string version) =>
        Assert.Equal((release, version), (KernelBanner.Parse(banner)!.Release, KernelBanner.Parse(banner)!.Version));

    [Theory]
    [InlineData("3.10.0-1160.el7.x86_64 (mockbuild@kbuilder.bsys.centos.org) (gcc version 4.8.5 20150623 (Red Hat 4.8.5-44) (GCC) ) #1 SMP Mon Oct 19 16:18:59 UTC 2020", "4.8.5")]
    [InlineData("6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP", "12.2.0")]
    [InlineData("6.8.5-301.fc40.x86_64 (mockbuild@7a2e) (gcc (GCC) 14.0.1 20240411 (Red Hat 14.0.1-0), GNU ld version 2.41-34.fc40) #1 SMP PREEMPT_DYNAMIC", "14.0.1")]
    [InlineData("6.6.0 (me@here) (x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0-4ubuntu3) 13.2.0, GNU ld) #2 SMP", "13.2.0")]
    [InlineData("6.12.117+deb13-cloud-amd64 (debian-kernel@lists.debian.org) #1 SMP", "")]
    public void The_release_of_the_compiler_is_read_where_it_is_said(string banner, string release) =>
        Assert.Equal(release, KernelBanner.Parse(banner)!.CompilerRelease);

    [Theory]
    [InlineData("")]
    [InlineData("Linux version %s (%s)")]
    [InlineData(") #1 6.1")]
    public void Text_that_is_no_banner_is_not_guessed_at(string text) => Assert.Null(KernelBanner.Parse(text));

    [Fact]
    public void The_banner_is_found_through_its_symbol()
    {
        using var file = ElfFile.Open(new MemoryByteSource("vmlinux", ElfFileTests.Sample(is64: true, bigEndian: true)));

        Assert.Equal(new KernelBanner("6.1.0", "#1 SMP today"), KernelBanner.Read(file));
    }
}
