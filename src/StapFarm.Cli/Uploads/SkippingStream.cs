namespace StapFarm.Cli.Uploads;

/// <summary>Lets through what follows the first bytes.</summary>
internal sealed class SkippingStream(Stream output, long skip) : WriteOnlyStream
{
    private long _skip = skip;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var skipped = (int)Math.Min(_skip, buffer.Length);
        _skip -= skipped;
        if (skipped < buffer.Length)
        {
            await output.WriteAsync(buffer[skipped..], cancellationToken);
        }
    }
}
