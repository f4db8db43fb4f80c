using StapFarm.Lab.Initramfs;
using Xunit;

namespace StapFarm.Lab.Tests.Initramfs;

public sealed class StaticExecutableTests
{
    [Fact]
    public void A_static_program_is_taken() =>
        Assert.NotEmpty(StaticExecutable.Read("/usr/bin/busybox", ""));

    [Theory]
    [InlineData("/bin/dash", "dynamically linked")]
    [InlineData("/etc/passwd", "not a 64-bit ELF program")]
    [InlineData("/nowhere/runner", "is not there")]
    public void What_could_not_run_on_the_guest_is_refused_with_the_reason_and_advice(string file, string reason)
    {
        var failure = Assert.Throws<LabException>(() => StaticExecutable.Read(file, "Publish it statically."));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Publish it statically.", failure.Message, StringComparison.Ordinal);
    }
}
