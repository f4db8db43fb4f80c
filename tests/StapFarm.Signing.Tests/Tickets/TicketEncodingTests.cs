using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Model.Tickets;
using Xunit;

namespace StapFarm.Signing.Tests.Tickets;

/// <summary>Runners of this release are out there: what they read as version 1 never changes.</summary>
public sealed class TicketEncodingTests
{
    [Fact]
    public void Version_1_is_these_bytes()
    {
        var ones = string.Concat(Enumerable.Repeat("11", 32));
        var twos = string.Concat(Enumerable.Repeat("22", 32));
        string[] golden =
        [
            Ascii("stapfarm-ticket"), "01",
            "00000009", Ascii("session-1"),
            "00000008", Ascii("runner-1"),
            "00000040", Ascii(ones),
            "00000040", Ascii(twos),
            "00000006", Ascii("stap_x"),
            "00000014", Ascii("6.1.0-56-cloud-amd64"),
            "00000004", Ascii("abcd"),
            "00000002", "FF20",
            "00000002", Ascii("42"),
            "00000001", Ascii("1"),
            "00000003", "613DFE",
            "0000000D", Ascii("1700000000123"),
        ];

        Assert.Equal(string.Concat(golden), Convert.ToHexString(TicketCodec.Encode(GoldenTicket.Ticket)));
    }

    [Fact]
    public void Absent_fields_are_marked_and_not_empty()
    {
        var without = TicketCodec.Encode(GoldenTicket.Ticket with { Command = null, TargetPid = null, Globals = [] });

        Assert.Contains("61626364" + "FFFFFFFF" + "FFFFFFFF" + "00000001" + "30" + "0000000D", Convert.ToHexString(without), StringComparison.Ordinal);
        Assert.Null(TicketCodec.Decode(without).Command);
        Assert.Null(TicketCodec.Decode(without).TargetPid);
    }

    [Fact]
    public void Another_version_is_refused_with_its_number()
    {
        var content = TicketCodec.Encode(GoldenTicket.Ticket);
        content[15] = 2;

        var failure = Assert.Throws<FarmException>(() => TicketCodec.Decode(content)).Failure;

        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 2", failure.Message, StringComparison.Ordinal);
    }

    private static string Ascii(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
