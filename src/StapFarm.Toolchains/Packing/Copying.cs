namespace StapFarm.Toolchains.Packing;

internal static class Copying
{
    private const int BufferSize = 128 * 1024;

    /// <param name="copied">Gets the number of bytes of each step.</param>
    public static async Task CopyAsync(Stream source, Stream destination, Action<int> copied, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            copied(read);
        }
    }
}
