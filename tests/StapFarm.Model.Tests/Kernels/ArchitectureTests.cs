using StapFarm.Model.Kernels;
using Xunit;

namespace StapFarm.Model.Tests.Kernels;

public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("x86_64", "x86_64")]
    [InlineData("i686", "i386")]
    [InlineData("aarch64", "arm64")]
    [InlineData("arm64", "arm64")]
    [InlineData("armv7l", "arm")]
    [InlineData("ppc64le", "powerpc")]
    [InlineData("s390x", "s390")]
    [InlineData("riscv64", "riscv")]
    [InlineData("mips64", "mips")]
    public void Machines_have_the_names_that_stap_gives_them(string machine, string name) =>
        Assert.Equal(name, Architecture.FromMachine(machine).Name);
}
