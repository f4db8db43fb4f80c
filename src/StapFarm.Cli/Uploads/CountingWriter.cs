namespace StapFarm.Cli.Uploads;

/// <summary>Tells how many bytes have been written.</summary>
internal sealed class CountingWriter(Stream output, Action<long> onBytes) : WriteOnlyStream
{
    private long _count;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await output.WriteAsync(buffer, cancellationToken);
        onBytes(_count += buffer.Length);
    }
}
