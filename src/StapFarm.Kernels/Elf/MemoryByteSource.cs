namespace StapFarm.Kernels.Elf;

/// <summary>Bytes in memory, as after the decompression of a module.</summary>
public sealed class MemoryByteSource(string name, ReadOnlyMemory<byte> bytes) : IByteSource
{
    public string Name => name;

    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > bytes.Length || into.Length > bytes.Length - offset)
        {
            throw new ElfFormatException(name, $"it ends at byte {bytes.Length}, and byte {offset} is needed");
        }

        bytes.Span.Slice((int)offset, into.Length).CopyTo(into);
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
