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

    [Fact]
    public void This_machines_is_what_its_kernel_says()
    {
        using var uname = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("uname", "-m") { RedirectStandardOutput = true })!;

        Assert.Equal(Architecture.FromMachine(uname.StandardOutput.ReadToEnd().Trim()), Architecture.OfThisMachine);
    }

    [Theory]
    [InlineData("x86_64", "x86_64", "gcc-12")]
    [InlineData("x86_64", "arm64", "aarch64-linux-gnu-gcc-12")]
    [InlineData("arm64", "x86_64", "x86_64-linux-gnu-gcc-12")]
    [InlineData("x86_64", "powerpc", "powerpc64le-linux-gnu-gcc-12")]
    [InlineData("x86_64", "s390", "s390x-linux-gnu-gcc-12")]
    [InlineData("x86_64", "vax", "gcc-12")]
    public void A_compiler_for_another_machine_has_its_name_first(string host, string target, string compiler) =>
        Assert.Equal(compiler, GnuNames.Compiler("gcc-12", new Architecture(host), new Architecture(target)));
}
