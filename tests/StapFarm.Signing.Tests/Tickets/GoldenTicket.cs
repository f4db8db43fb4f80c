using StapFarm.Model.Content;
using StapFarm.Model.Tickets;

namespace StapFarm.Signing.Tests.Tickets;

internal static class GoldenTicket
{
    public static Ticket Ticket { get; } = new(
        "session-1",
        "runner-1",
        Digest.FromHash(Enumerable.Repeat((byte)0x11, 32).ToArray()),
        Digest.FromHash(Enumerable.Repeat((byte)0x22, 32).ToArray()),
        "stap_x",
        "6.1.0-56-cloud-amd64",
        "abcd",
        new byte[] { 0xFF, 0x20 },
        42,
        [new byte[] { 0x61, 0x3D, 0xFE }],
        DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
}
