namespace StapFarm.Model.Signing;

/// <summary>A certificate of the farm's, as it is handed out to be trusted.</summary>
/// <param name="Der">The certificate in DER form.</param>
/// <param name="Fingerprint">SHA-256 of <paramref name="Der"/>: 64 lower-case hexadecimal digits.</param>
public sealed record SignerCertificate(ReadOnlyMemory<byte> Der, string Fingerprint);
