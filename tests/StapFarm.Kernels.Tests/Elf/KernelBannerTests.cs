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
        Assert.Equal(new KernelBanner(release, version), KernelBanner.Parse(banner));

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
