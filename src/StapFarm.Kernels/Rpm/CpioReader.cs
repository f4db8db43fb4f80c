using System.Globalization;
using System.Text;

namespace StapFarm.Kernels.Rpm;

/// <summary>
/// Reads a cpio archive in the "new ASCII" format (cpio(5): magic 070701, or 070702 with a checksum), as RPM payloads are.
/// </summary>
internal sealed class CpioReader(Stream stream) : IDisposable
{
    private const int HeaderSize = 110;
    private const int LongestName = 4096;
    private const int Alignment = 4;
    private const string Trailer = "TRAILER!!!";

    private CpioContent? _content;

    /// <summary>The content of the entry that was read last.</summary>
    public Stream Content => _content ?? Stream.Null;

    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="RpmFormatException">It isn't one.</exception>
    /// <exception cref="EndOfStreamException">The archive ends before its trailer.</exception>
    public async Task<CpioEntry?> NextAsync(CancellationToken cancellationToken)
    {
        if (_content is not null)
        {
            await _content.SkipAsync(cancellationToken);
        }

        var header = new byte[HeaderSize];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var text = Encoding.ASCII.GetString(header);
        if (!text.StartsWith("070701", StringComparison.Ordinal) && !text.StartsWith("070702", StringComparison.Ordinal))
        {
            throw new RpmFormatException(text.StartsWith("07070X", StringComparison.Ordinal)
                ? "its payload is in the format for files above 4 GiB, which isn't read here"
                : "its payload isn't a cpio archive, or is damaged");
        }

        var nameSize = Field(text, 11);
        if (nameSize is < 2 or > LongestName)
        {
            throw new RpmFormatException($"an entry of its payload has a name of {nameSize} bytes");
        }

        var name = new byte[Aligned(HeaderSize + (int)nameSize) - HeaderSize];
        await stream.ReadExactlyAsync(name, cancellationToken);
        var entry = new CpioEntry(
            Encoding.UTF8.GetString(name, 0, (int)nameSize - 1), Field(text, 0), Field(text, 1), Field(text, 4), Field(text, 5), Field(text, 6));
        _content = new CpioContent(stream, entry.Size, Aligned(entry.Size) - entry.Size);
        return entry.Name == Trailer ? null : entry;
    }

    public void Dispose() => _content?.Dispose();

    private static long Aligned(long offset) => (offset + Alignment - 1) & -Alignment;

    private static int Aligned(int offset) => (int)Aligned((long)offset);

    private static uint Field(string header, int index) =>
        uint.TryParse(header.AsSpan(6 + (8 * index), 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new RpmFormatException("an entry of its payload has a field that is no number");
}
