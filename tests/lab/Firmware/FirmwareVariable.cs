namespace StapFarm.Lab.Firmware;

/// <summary>A UEFI variable that stays over reboots, which boot loaders and the system can read.</summary>
/// <param name="Vendor">Whose name it is.</param>
public sealed record FirmwareVariable(Guid Vendor, string Name, ReadOnlyMemory<byte> Data)
{
    // UEFI 2.10, 32.6.1: the signature database; and shim's protocol GUID, under which it hands its own list to the system.
    private static readonly Guid ImageSecurity = new("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
    private static readonly Guid Shim = new("605dab50-e046-4300-abb6-3dd810dd8b23");

    // EFI_CERT_X509_GUID
    private static readonly Guid X509 = new("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");

    /// <summary>The firmware's own database (<c>db</c>) with a certificate, whose signatures the kernel takes on modules.</summary>
    /// <param name="der">The certificate in DER form.</param>
    public static FirmwareVariable Database(ReadOnlySpan<byte> der) => new(ImageSecurity, "db", SignatureList(der));

    /// <summary>
    /// The machine owner's keys as shim leaves them for the system (<c>MokListRT</c>), with a certificate: what
    /// <c>mokutil --list-enrolled</c> lists and the kernel reads.
    /// </summary>
    /// <inheritdoc cref="Database" path="/param"/>
    public static FirmwareVariable MachineOwnerKeys(ReadOnlySpan<byte> der) => new(Shim, "MokListRT", SignatureList(der));

    // EFI_SIGNATURE_LIST with one EFI_SIGNATURE_DATA (UEFI 2.10, 32.4.1): its owner is of no consequence.
    private static byte[] SignatureList(ReadOnlySpan<byte> der)
    {
        const int header = 28;
        const int owner = 16;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(X509.ToByteArray());
        writer.Write((uint)(header + owner + der.Length));
        writer.Write(0u);
        writer.Write((uint)(owner + der.Length));
        writer.Write(Shim.ToByteArray());
        writer.Write(der);
        return bytes.ToArray();
    }
}
