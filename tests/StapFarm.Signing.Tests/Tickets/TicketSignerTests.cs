using CsCheck;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Tickets;
using Xunit;

namespace StapFarm.Signing.Tests.Tickets;

public sealed class TicketSignerTests : IDisposable
{
    private static readonly Gen<ReadOnlyMemory<byte>> Bytes = Gen.Byte.Array[0, 30].Select(bytes => (ReadOnlyMemory<byte>)bytes);

    private static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 0, 20];

    private static readonly Gen<Digest> Digests = Gen.Byte.Array[32].Select(bytes => Digest.FromHash(bytes));

    private static readonly Gen<Ticket> Tickets = Gen.Select(
        Gen.Select(Text, Text, Digests, Digests),
        Gen.Select(Text, Text, Text),
        Gen.Select(Gen.Bool, Bytes, Gen.OneOf(Gen.Const(-1), Gen.Int[0, int.MaxValue]), Bytes.List[0, 4]),
        Gen.Long[0, 253_402_300_799_999],
        (names, kernel, options, expires) => new Ticket(
            names.Item1,
            names.Item2,
            names.Item3,
            names.Item4,
            kernel.Item1,
            kernel.Item2,
            kernel.Item3,
            options.Item1 ? options.Item2 : null,
            options.Item3 < 0 ? null : options.Item3,
            options.Item4,
            DateTimeOffset.FromUnixTimeMilliseconds(expires)));

    private readonly KeyFolder _folder = new();
    private readonly TicketSigner _signer;
    private readonly TicketVerifier _verifier;

    public TicketSignerTests()
    {
        _signer = new TicketSigner(_folder.Ring());
        _verifier = new TicketVerifier(_signer.PublicKeyPem);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _signer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_was_signed_is_read_back_field_by_field() =>
        Tickets.Sample(ticket => Assert.Equal(TicketCodec.Encode(ticket), TicketCodec.Encode(_verifier.Verify(_signer.Sign(ticket)))), iter: 200);

    [Fact]
    public void A_ticket_with_any_bit_changed_is_refused() =>
        Gen.Select(Tickets, Gen.Double[0, 0.9999], Gen.Int[0, 7], Gen.Bool).Sample(
            (ticket, where, bit, inContent) =>
            {
                var signed = _signer.Sign(ticket);
                var content = signed.Content.ToArray();
                var signature = signed.Signature.ToArray();
                var changed = inContent ? content : signature;
                changed[(int)(where * changed.Length)] ^= (byte)(1 << bit);

                AssertRefused(_verifier, new SignedTicket(content, signature));
            },
            iter: 200);

    [Fact]
    public void A_ticket_that_was_cut_or_continued_is_refused() =>
        Gen.Select(Tickets, Gen.Double[0, 0.9999], Gen.Bool).Sample(
            (ticket, where, inContent) =>
            {
                var signed = _signer.Sign(ticket);
                var (content, signature) = (signed.Content, signed.Signature);

                AssertRefused(_verifier, inContent
                    ? new SignedTicket(content[..(int)(where * content.Length)], signature)
                    : new SignedTicket(content, signature[..(int)(where * signature.Length)]));
                AssertRefused(_verifier, new SignedTicket((byte[])[.. content.Span, 0], signature));
                AssertRefused(_verifier, new SignedTicket(content, (byte[])[.. signature.Span, 0]));
            },
            iter: 100);

    [Fact]
    public void A_ticket_of_another_farm_is_refused()
    {
        using var folder = new KeyFolder();
        using var other = new TicketSigner(folder.Ring());

        AssertRefused(_verifier, other.Sign(GoldenTicket.Ticket));
    }

    [Fact]
    public void The_signature_of_one_ticket_is_none_of_another()
    {
        var signed = _signer.Sign(GoldenTicket.Ticket);
        var later = TicketCodec.Encode(GoldenTicket.Ticket with { ExpiresAt = GoldenTicket.Ticket.ExpiresAt.AddDays(1) });

        AssertRefused(_verifier, new SignedTicket(later, signed.Signature));
    }

    [Fact]
    public void After_a_restart_the_same_key_signs()
    {
        using var restarted = new TicketSigner(_folder.Ring(createMissingKeys: false));

        Assert.Equal(_signer.PublicKeyPem, restarted.PublicKeyPem);
        Assert.Equal("session-1", _verifier.Verify(restarted.Sign(GoldenTicket.Ticket)).Session);
    }

    [Fact]
    public void Many_callers_at_once_get_sound_tickets() =>
        Parallel.For(0, 200, number =>
        {
            using var verifier = new TicketVerifier(_signer.PublicKeyPem);
            Assert.Equal($"s{number}", verifier.Verify(_signer.Sign(GoldenTicket.Ticket with { Session = $"s{number}" })).Session);
        });

    [Fact]
    public void The_public_key_holds_nothing_private() =>
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----\n", _signer.PublicKeyPem, StringComparison.Ordinal);

    private static void AssertRefused(TicketVerifier verifier, SignedTicket ticket) =>
        Assert.Equal(FailureCode.BadTicket, Assert.Throws<FarmException>(() => verifier.Verify(ticket)).Failure.Code);
}
