using System.Security.Cryptography;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Tickets;

/// <summary>Tells whether a ticket comes from the farm.</summary>
public sealed class TicketVerifier : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();

    /// <param name="publicKeyPem">The farm's ticket key: PEM, SubjectPublicKeyInfo, ECDSA P-256.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when it isn't such a key.</exception>
    public TicketVerifier(string publicKeyPem)
    {
        try
        {
            _key.ImportFromPem(publicKeyPem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            _key.Dispose();
            throw new FarmException(
                FailureCode.InvalidRequest,
                "The farm's ticket key can't be read: it isn't a public key in PEM form.",
                "Print it on the farm with: stapfarm farm key",
                exception);
        }
    }

    /// <summary>The ticket, when the farm signed it. Who it is for and until when is the caller's to compare.</summary>
    /// <exception cref="FarmException"><c>BadTicket</c>, <c>UnknownVersion</c>.</exception>
    public Ticket Verify(SignedTicket signed) =>
        _key.VerifyData(signed.Content.Span, signed.Signature.Span, HashAlgorithmName.SHA256)
            ? TicketCodec.Decode(signed.Content.Span)
            : throw new FarmException(
                FailureCode.BadTicket,
                "The ticket isn't signed by this runner's farm.",
                "Give the runner the key of the farm it connects to (--farm-key).");

    public void Dispose() => _key.Dispose();
}
