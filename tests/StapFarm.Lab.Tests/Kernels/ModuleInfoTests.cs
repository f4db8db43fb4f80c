using StapFarm.Lab.Kernels;
using Xunit;

namespace StapFarm.Lab.Tests.Kernels;

public sealed class ModuleInfoTests
{
    [Fact]
    public void Tags_and_values_come_in_the_order_of_the_file() =>
        Assert.Equal(
            [("license", "GPL"), ("alias", "pci:v*d=1"), ("depends", "")],
            ModuleInfo.Read(FakeModule.With("license=GPL", "alias=pci:v*d=1", "depends="), "a.ko"));

    [Fact]
    public void What_is_no_module_is_refused_with_its_name()
    {
        var failure = Assert.Throws<LabException>(() => ModuleInfo.Read(new byte[100], "notes.txt"));

        Assert.Contains("notes.txt", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_is_cut_off_is_refused_with_its_name()
    {
        var whole = FakeModule.With("license=GPL");

        for (var length = 64; length < whole.Length; length++)
        {
            var failure = Assert.Throws<LabException>(() => ModuleInfo.Read(whole.AsSpan(0, length), "cut.ko"));
            Assert.Contains("cut.ko", failure.Message, StringComparison.Ordinal);
        }
    }
}
