using StapFarm.Model.Failures;
using StapFarm.Runner.Tests.Fakes;
using StapFarm.Runner.Tickets;

namespace StapFarm.Runner.Tests.Tickets;

public sealed class ModuleCheckTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_module_for_this_kernel_passes(bool bigEndian) =>
        Check(FakeModule.Build(bigEndian: bigEndian));

    [Fact]
    public void A_module_for_another_release_is_refused_with_its_vermagic()
    {
        var failure = Refusal(FakeModule.Build(release: "6.12.1"));

        Assert.Equal(FailureCode.WrongKernel, failure.Code);
        Assert.Contains("'6.12.1 SMP preempt mod_unload modversions '", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_only_begins_the_same_is_another() =>
        Assert.Equal(FailureCode.WrongKernel, Refusal(FakeModule.Build(release: FakeModule.Release + "1")).Code);

    [Fact]
    public void A_module_of_another_name_is_refused() =>
        Assert.Equal(FailureCode.BadTicket, Refusal(FakeModule.Build(name: "other")).Code);

    [Fact]
    public void What_is_no_module_is_refused() =>
        Assert.Equal(FailureCode.Corrupt, Refusal("#!/bin/sh\n"u8.ToArray()).Code);

    [Fact]
    public void A_module_cut_short_anywhere_is_refused_and_never_read_past_its_end()
    {
        var whole = FakeModule.Build();
        for (var length = 0; length < whole.Length; length++)
        {
            Refusal(whole[..length]);
        }
    }

    private static FarmFailure Refusal(byte[] module) => Assert.Throws<FarmException>(() => Check(module)).Failure;

    private static void Check(byte[] module) => ModuleCheck.Verify(module, Farmer.Ticket(), new FakeKernel().Identity);
}
