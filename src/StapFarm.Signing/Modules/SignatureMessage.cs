using System.Formats.Asn1;

namespace StapFarm.Signing.Modules;

/// <summary>
/// The CMS message of a kernel signature (RFC 5652), in the one shape that <c>scripts/sign-file sha512</c> gives it with an
/// RSA key: a detached SignedData of one signer, known by issuer and serial number, with no signed attributes and no
/// certificates. It is written here and not by <c>SignedCms</c>, which isn't part of the framework, and so is the same to the
/// byte.
/// </summary>
/// <param name="Issuer">The issuer of the signer's certificate: a Name in DER form.</param>
/// <param name="Serial">The serial number of the signer's certificate: the octets of the INTEGER.</param>
/// <param name="Value">The signature: RSASSA-PKCS1-v1_5 with SHA-512 over the module.</param>
public sealed record SignatureMessage(ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> Value)
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const int Version = 1;

    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0, isConstructed: true);

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(Content))
            using (writer.PushSequence())
            {
                writer.WriteInteger(Version);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, Sha512);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                }

                using (writer.PushSetOf())
                {
                    WriteSigner(writer);
                }
            }
        }

        return writer.Encode();
    }

    /// <exception cref="AsnContentException">It has another shape.</exception>
    internal static SignatureMessage Decode(ReadOnlyMemory<byte> message)
    {
        var all = new AsnReader(message, AsnEncodingRules.DER);
        var info = all.ReadSequence();
        all.ThrowIfNotEmpty();
        Expect(info, SignedData);
        var content = info.ReadSequence(Content);
        info.ThrowIfNotEmpty();
        var signed = content.ReadSequence();
        content.ThrowIfNotEmpty();
        ExpectVersion(signed);
        var hashes = signed.ReadSetOf();
        ExpectAlgorithm(hashes, Sha512);
        hashes.ThrowIfNotEmpty();
        var data = signed.ReadSequence();
        Expect(data, Data);
        data.ThrowIfNotEmpty();
        var signers = signed.ReadSetOf();
        signed.ThrowIfNotEmpty();
        var signer = signers.ReadSequence();
        signers.ThrowIfNotEmpty();
        return ReadSigner(signer);
    }

    private static SignatureMessage ReadSigner(AsnReader signer)
    {
        ExpectVersion(signer);
        var identity = signer.ReadSequence();
        var issuer = identity.ReadEncodedValue();
        var serial = identity.ReadIntegerBytes();
        identity.ThrowIfNotEmpty();
        ExpectAlgorithm(signer, Sha512);
        ExpectAlgorithm(signer, Rsa);
        var value = signer.ReadOctetString();
        signer.ThrowIfNotEmpty();
        return new SignatureMessage(issuer, serial, value);
    }

    private void WriteSigner(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(Issuer.Span);
                writer.WriteInteger(Serial.Span);
            }

            WriteAlgorithm(writer, Sha512);
            WriteAlgorithm(writer, Rsa);
            writer.WriteOctetString(Value.Span);
        }
    }

    // An RSA key's algorithm has NULL as its parameter (RFC 3370), a hash none (RFC 5754).
    private static void WriteAlgorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
            if (algorithm == Rsa)
            {
                writer.WriteNull();
            }
        }
    }

    private static void ExpectAlgorithm(AsnReader reader, string algorithm)
    {
        var sequence = reader.ReadSequence();
        Expect(sequence, algorithm);
        if (sequence.HasData)
        {
            // Either is written for a hash, and both are read.
            sequence.ReadNull();
        }

        sequence.ThrowIfNotEmpty();
    }

    private static void Expect(AsnReader reader, string identifier)
    {
        if (reader.ReadObjectIdentifier() is var found && found != identifier)
        {
            throw new AsnContentException($"{found} stands where {identifier} belongs");
        }
    }

    private static void ExpectVersion(AsnReader reader)
    {
        if (!reader.TryReadInt32(out var version) || version != Version)
        {
            throw new AsnContentException($"its version is {version}, only {Version} is known");
        }
    }
}
