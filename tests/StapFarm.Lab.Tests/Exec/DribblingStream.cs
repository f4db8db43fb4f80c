namespace StapFarm.Lab.Tests.Exec;

/// <summary>Gives its bytes in pieces of a fixed size, as a socket may.</summary>
internal sealed class DribblingStream(byte[] content, int piece) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
