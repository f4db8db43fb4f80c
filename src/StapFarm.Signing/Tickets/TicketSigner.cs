using System.Security.Cryptography;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Keys;

namespace StapFarm.Signing.Tickets;

/// <summary>Signs tickets with the key ring's ticket key. Safe for any number of callers at once.</summary>
public sealed class TicketSigner : ITicketSigner, IDisposable
{
    // An ECDsa instance is for one caller at a time.
    private readonly Lock _turn = new();
    private readonly ECDsa _key;

    /// <exception cref="Model.Failures.FarmException">As <see cref="IKeyRing.OpenTicketKey"/>.</exception>
    public TicketSigner(IKeyRing keys)
    {
        _key = keys.OpenTicketKey();
        PublicKeyPem = _key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    public string PublicKeyPem { get; }

    public SignedTicket Sign(Ticket ticket)
    {
        var content = TicketCodec.Encode(ticket);
        lock (_turn)
        {
            return new SignedTicket(content, _key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }
    }

    public void Dispose() => _key.Dispose();
}
