using System.Security.Cryptography;
using StapFarm.Model.Content;
using StapFarm.Model.Tickets;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>A farm's ticket key, and tickets signed with it.</summary>
internal sealed class Farmer : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static DateTimeOffset Now { get; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    public TicketVerifier Verifier() => new(PublicKeyPem);

    public static Ticket Ticket(byte[]? module = null, byte[]? bundle = null, string session = "s1", string runner = "r1") => new(
        session,
        runner,
        Digest.Of(module ?? FakeModule.Build()),
        Digest.Of(bundle ?? []),
        "demo",
        FakeModule.Release,
        new FakeKernel().Identity.BuildId,
        null,
        null,
        [],
        Now.AddMinutes(5));

    public SignedTicket Sign(Ticket ticket)
    {
        var content = TicketCodec.Encode(ticket);
        return new SignedTicket(content, _key.SignData(content, HashAlgorithmName.SHA256));
    }

    public void Dispose() => _key.Dispose();
}
