namespace StapFarm.CompileServer.Blobs;

/// <summary>
/// Copies a blob one step behind its reading: the store tells only with the last read that the content doesn't match its
/// digest, and a receiver must not have had all of it by then.
/// </summary>
internal static class VerifiedCopy
{
    public static async Task CopyAsync(Stream verified, Stream output, CancellationToken cancellationToken)
    {
        var held = new byte[ChunkStream.ChunkBytes];
        var next = new byte[ChunkStream.ChunkBytes];
        var heldLength = await verified.ReadAsync(held, cancellationToken);
        while (heldLength > 0)
        {
            var nextLength = await verified.ReadAsync(next, cancellationToken);
            await output.WriteAsync(held.AsMemory(0, heldLength), cancellationToken);
            (held, next) = (next, held);
            heldLength = nextLength;
        }
    }
}
