namespace StapFarm.Model.Tickets;

/// <summary>A ticket as it travels.</summary>
/// <param name="Content">The encoded ticket (<see cref="TicketCodec"/>).</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over the content, as r and s of 32 bytes each (IEEE P1363).</param>
public sealed record SignedTicket(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Signature);
