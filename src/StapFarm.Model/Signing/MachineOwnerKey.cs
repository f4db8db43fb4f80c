namespace StapFarm.Model.Signing;

/// <summary>
/// The public half of a machine owner key (MOK): a key that a machine's owner enrols in its firmware, so that its kernel
/// loads what the key signed. Fingerprints are written as <c>mokutil --list-enrolled</c> does: lower-case hexadecimal octets
/// joined by colons.
/// </summary>
/// <param name="Certificate">The certificate in DER form, as <c>mokutil --import</c> wants it.</param>
/// <param name="Sha1">SHA-1 of <paramref name="Certificate"/>: what stap clients send.</param>
/// <param name="Sha256">SHA-256 of <paramref name="Certificate"/>: what clients from 5.5 may send instead.</param>
public sealed record MachineOwnerKey(ReadOnlyMemory<byte> Certificate, string Sha1, string Sha256)
{
    /// <summary>Whether the fingerprint, of either kind, is this key's.</summary>
    public bool Has(string fingerprint) =>
        Sha1.Equals(fingerprint, StringComparison.OrdinalIgnoreCase) || Sha256.Equals(fingerprint, StringComparison.OrdinalIgnoreCase);
}
