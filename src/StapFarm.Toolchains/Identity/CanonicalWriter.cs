using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Toolchains.Identity;

/// <summary>
/// An encoding in which different values never give the same bytes: numbers as 32 bits, big-endian; texts as UTF-8 behind
/// their length in bytes.
/// </summary>
internal sealed class CanonicalWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public CanonicalWriter Number(int value)
    {
        Span<byte> buffer = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(buffer, value);
        _bytes.Write(buffer);
        return this;
    }

    public CanonicalWriter Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Number(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;
}
