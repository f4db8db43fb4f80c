using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;

namespace StapFarm.Signing.Modules;

/// <summary>
/// The signature at the end of a kernel module (Documentation/admin-guide/module-signing.rst, include/linux/module_signature.h):
/// a detached CMS message in DER form, a trailer of 12 octets, and a line of text. In the trailer octet 2 is 2 for PKCS#7, the
/// last four are the length of the message, big-endian, and all others 0.
/// </summary>
/// <param name="Module">The module without the signature.</param>
/// <param name="Message">What the message says.</param>
public sealed record AppendedSignature(ReadOnlyMemory<byte> Module, SignatureMessage Message)
{
    private const int TrailerSize = 12;
    private const int KindAt = 2;
    private const int LengthAt = 8;
    private const byte Pkcs7 = 2;

    private static ReadOnlySpan<byte> Mark => "~Module signature appended~\n"u8;

    /// <summary>Whether a kernel would look for a signature in the file.</summary>
    public static bool IsIn(ReadOnlySpan<byte> module) => module.EndsWith(Mark);

    /// <summary>Reads the signature at the end of a module; null when there is none.</summary>
    /// <exception cref="FarmException"><c>Corrupt</c>: the end of a signature is there, and before it isn't one of the kind that the farm makes.</exception>
    public static AppendedSignature? Read(ReadOnlyMemory<byte> module)
    {
        if (!IsIn(module.Span))
        {
            return null;
        }

        var signed = module[..^Mark.Length];
        if (signed.Length < TrailerSize)
        {
            throw Refuse("it is too short for one");
        }

        var trailer = signed.Span[^TrailerSize..];
        var length = BinaryPrimitives.ReadUInt32BigEndian(trailer[LengthAt..]);
        signed = signed[..^TrailerSize];
        if (trailer[KindAt] != Pkcs7 || trailer[..KindAt].ContainsAnyExcept((byte)0) || trailer[(KindAt + 1)..LengthAt].ContainsAnyExcept((byte)0))
        {
            throw Refuse("it isn't marked as PKCS#7");
        }

        if (length > signed.Length)
        {
            throw Refuse($"it has {length} bytes, the file {signed.Length}");
        }

        try
        {
            return new AppendedSignature(signed[..^(int)length], SignatureMessage.Decode(signed[^(int)length..]));
        }
        catch (AsnContentException exception)
        {
            throw Refuse(exception.Message, exception);
        }
    }

    /// <summary>Whether the key made it, over these very bytes.</summary>
    public bool IsBy(MachineOwnerKey key)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(key.Certificate.Span);
        using var rsa = certificate.GetRSAPublicKey();
        return rsa is not null
            && Message.Issuer.Span.SequenceEqual(certificate.IssuerName.RawData)
            && Message.Serial.Span.SequenceEqual(certificate.SerialNumberBytes.Span)
            && rsa.VerifyData(Module.Span, Message.Value.Span, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }

    /// <summary>What makes a signed file of a module when it follows it.</summary>
    internal static byte[] Make(ReadOnlySpan<byte> module, X509Certificate2 signer)
    {
        using var key = signer.GetRSAPrivateKey()!;
        var message = new SignatureMessage(
            signer.IssuerName.RawData, signer.SerialNumberBytes, key.SignData(module, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)).Encode();
        Span<byte> trailer = stackalloc byte[TrailerSize];
        trailer.Clear();
        trailer[KindAt] = Pkcs7;
        BinaryPrimitives.WriteUInt32BigEndian(trailer[LengthAt..], (uint)message.Length);
        return [.. message, .. trailer, .. Mark];
    }

    private static FarmException Refuse(string reason, Exception? cause = null) => new(
        FailureCode.Corrupt, $"The module says that a kernel signature is at its end, and none is there as scripts/sign-file writes it: {reason}.", innerException: cause);
}
