using StapFarm.Runner.Connection;

namespace StapFarm.Runner.Tests.Connection;

public sealed class CommandLedgerTests
{
    private readonly CommandLedger _ledger = new();

    [Fact]
    public void A_command_is_carried_out_once_however_often_it_comes()
    {
        Assert.Equal([true, true, false, false, true], ((long[])[1, 2, 1, 2, 3]).Select(_ledger.Take));
        Assert.Equal(3, _ledger.Last);
    }

    [Fact]
    public void A_gap_is_refused_and_nothing_counts_as_carried_out()
    {
        _ledger.Take(1);

        Assert.Throws<InvalidDataException>(() => _ledger.Take(3));
        Assert.Equal(1, _ledger.Last);
    }
}
