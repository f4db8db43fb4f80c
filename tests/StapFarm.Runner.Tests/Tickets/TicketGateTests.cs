using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Tickets;
using StapFarm.Runner.Tests.Fakes;
using StapFarm.Runner.Tickets;

namespace StapFarm.Runner.Tests.Tickets;

public sealed class TicketGateTests : IDisposable
{
    private readonly Farmer _farmer = new();
    private readonly FakeTimeProvider _time = new(Farmer.Now);

    public static TheoryData<string, FailureCode, string> Refusals => new()
    {
        { "another runner", FailureCode.BadTicket, "is for the runner r2; this is r1" },
        { "another session", FailureCode.BadTicket, "is for the session s2, not for s1" },
        { "expired", FailureCode.BadTicket, "this machine's clock says 2030-01-02 03:04:05Z" },
        { "another module", FailureCode.BadTicket, "names another module or runtime bundle" },
        { "another bundle", FailureCode.BadTicket, "names another module or runtime bundle" },
        { "module name with a slash", FailureCode.BadTicket, "module name" },
        { "option as a global", FailureCode.BadTicket, "arguments" },
        { "global without a value", FailureCode.BadTicket, "arguments" },
        { "empty command", FailureCode.BadTicket, "arguments" },
        { "another release", FailureCode.WrongKernel, "this machine runs 6.1.0-99-test" },
        { "another build", FailureCode.WrongKernel, "another build of 6.1.0-99-test: build-id ffff" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_ticket_for_something_else_is_refused_with_what_differs(string what, FailureCode code, string words)
    {
        var ticket = Farmer.Ticket();
        ticket = what switch
        {
            "another runner" => ticket with { Runner = "r2" },
            "another session" => ticket with { Session = "s2" },
            "expired" => ticket with { ExpiresAt = Farmer.Now },
            "another module" => ticket with { Module = Digest.Of("x"u8) },
            "another bundle" => ticket with { Bundle = Digest.Of("x"u8) },
            "module name with a slash" => ticket with { ModuleName = "../x" },
            "option as a global" => ticket with { Globals = ["-d=1"u8.ToArray()] },
            "global without a value" => ticket with { Globals = ["x"u8.ToArray()] },
            "empty command" => ticket with { Command = Array.Empty<byte>() },
            "another release" => ticket with { KernelRelease = "6.12" },
            "another build" => ticket with { KernelBuildId = "ffff" },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        var refusal = Assert.Throws<FarmException>(() => Admit(_farmer.Sign(ticket))).Failure;

        Assert.Equal(code, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ticket_that_fits_passes() =>
        Assert.Equal("demo", Admit(_farmer.Sign(Farmer.Ticket() with { Globals = ["x=\xff"u8.ToArray()], Command = "ls -l"u8.ToArray() })).ModuleName);

    [Fact]
    public void A_ticket_of_another_farm_is_refused()
    {
        using var other = new Farmer();

        Assert.Equal(FailureCode.BadTicket, Assert.Throws<FarmException>(() => Admit(other.Sign(Farmer.Ticket()))).Failure.Code);
    }

    [Fact]
    public void A_changed_byte_anywhere_in_a_ticket_is_refused()
    {
        var signed = _farmer.Sign(Farmer.Ticket());
        for (var i = 0; i < signed.Content.Length; i++)
        {
            var forged = signed.Content.ToArray();
            forged[i] ^= 1;
            Assert.Throws<FarmException>(() => Admit(signed with { Content = forged }));
        }
    }

    [Fact]
    public void A_kernel_that_does_not_tell_its_build_id_gets_no_module()
    {
        var gate = new TicketGate(_farmer.Verifier(), "r1", new KernelIdentity(Architecture.X86_64, FakeModule.Release, "", ""), _time);
        var ticket = Farmer.Ticket();

        var refusal = Assert.Throws<FarmException>(() => gate.Admit(_farmer.Sign(ticket), "s1", ticket.Module, ticket.Bundle)).Failure;

        Assert.Contains("/sys", refusal.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _farmer.Dispose();

    private Ticket Admit(SignedTicket signed)
    {
        var fitting = Farmer.Ticket();
        return new TicketGate(_farmer.Verifier(), "r1", new FakeKernel().Identity, _time).Admit(signed, "s1", fitting.Module, fitting.Bundle);
    }
}
