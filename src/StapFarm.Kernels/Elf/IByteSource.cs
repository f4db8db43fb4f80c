namespace StapFarm.Kernels.Elf;

/// <summary>
/// Random access to the bytes of one file. Readers ask for the few ranges they need: a kernel with its debug
/// information is hundreds of megabytes, of which its identity takes a few kilobytes.
/// </summary>
public interface IByteSource : IDisposable
{
    /// <summary>What the bytes are called in messages, usually a file name.</summary>
    string Name { get; }

    /// <summary>Number of bytes.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/>.</summary>
    /// <exception cref="ElfFormatException">The range isn't wholly inside the file.</exception>
    void Read(long offset, Span<byte> into);
}
