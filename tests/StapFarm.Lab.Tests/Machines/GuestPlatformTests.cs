using StapFarm.Lab.Acceleration;
using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

public sealed class GuestPlatformTests : IDisposable
{
    private readonly ScratchFolder _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(0x202, "HdrS", "amd64")]
    [InlineData(0x38, "ARMd", "arm64")]
    public void The_image_says_which_machine_boots_it(int offset, string magic, string platform) =>
        Assert.Equal(platform, Kernel(offset, magic).Platform.Name);

    [Theory]
    [InlineData("zimg")]
    [InlineData("")]
    public void An_image_that_the_lab_cannot_boot_is_refused_by_its_name(string magic)
    {
        var refused = Assert.Throws<LabException>(() => Kernel(4, magic).Platform);

        Assert.Contains("vmlinuz-6.1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm64_kernel_gets_an_arm64_machine_with_its_own_console()
    {
        var arguments = string.Join(' ', QemuCommandLine.For(new LabMachineOptions(Kernel(0x38, "ARMd")), Accelerator.Tcg));

        Assert.Contains("-machine virt", arguments, StringComparison.Ordinal);
        Assert.Contains("-cpu cortex-a72", arguments, StringComparison.Ordinal);
        Assert.Contains("console=ttyAMA0 ", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("ttyS0", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_of_another_architecture_is_emulated_without_a_trial()
    {
        var (offset, magic) = GuestPlatform.Arm64.IsOfThisHost ? (0x202, "HdrS") : (0x38, "ARMd");

        Assert.Equal(Accelerator.Tcg, await AcceleratorTrial.ChooseAsync(Kernel(offset, magic), CancellationToken.None));
    }

    private LabKernel Kernel(int offset, string magic)
    {
        Directory.CreateDirectory(_tree.File("boot"));
        Directory.CreateDirectory(_tree.File("lib/modules/6.1/kernel"));
        var image = new byte[0x300];
        System.Text.Encoding.ASCII.GetBytes(magic).CopyTo(image, offset);
        File.WriteAllBytes(_tree.File("boot/vmlinuz-6.1"), image);
        return LabKernel.InTree(_tree.Path);
    }
}
