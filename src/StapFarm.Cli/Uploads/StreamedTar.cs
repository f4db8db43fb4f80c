using System.Text;

namespace StapFarm.Cli.Uploads;

/// <summary>
/// Writes a tar (ustar, tar(5)) of entries whose size is known and whose bytes only come while they are written, which
/// System.Formats.Tar can't. The same entries give the same bytes.
/// </summary>
internal sealed class StreamedTar(Stream output)
{
    private const int Block = 512;
    // Eleven octal digits.
    private const long MostBytes = (1L << 33) - 1;

    /// <param name="name">At most 100 characters, ASCII.</param>
    /// <param name="write">Writes exactly <paramref name="size"/> bytes.</param>
    public async Task AddAsync(string name, long size, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Header(name, size), cancellationToken);
        var written = 0L;
        await using (var counting = new CountingWriter(output, count => written = count))
        {
            await write(counting);
        }

        if (written != size)
        {
            throw new InvalidOperationException($"The entry {name} has {written} bytes instead of {size}.");
        }

        await output.WriteAsync(new byte[(Block - (size % Block)) % Block], cancellationToken);
    }

    /// <summary>Marks the end: two empty blocks.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => output.WriteAsync(new byte[2 * Block], cancellationToken).AsTask();

    private static byte[] Header(string name, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 100);
        var header = new byte[Block];
        Put(0, name);
        Put(100, "0000644\0");
        Put(108, "0000000\0");
        Put(116, "0000000\0");
        Put(124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
        Put(136, "00000000000\0");
        Put(148, "        ");
        Put(156, "0");
        Put(257, "ustar\0" + "00");
        // The checksum is taken with spaces in its own place.
        Put(148, Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
        return header;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(at));
    }
}
