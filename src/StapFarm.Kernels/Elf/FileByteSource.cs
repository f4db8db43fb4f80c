using Microsoft.Win32.SafeHandles;

namespace StapFarm.Kernels.Elf;

/// <summary>The bytes of a file on disk.</summary>
public sealed class FileByteSource : IByteSource
{
    private readonly SafeFileHandle _handle;

    private FileByteSource(string name, SafeFileHandle handle)
    {
        Name = name;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Name { get; }

    public long Length { get; }

    /// <exception cref="IOException">The file can't be opened.</exception>
    public static FileByteSource Open(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess));

    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(_handle, into, offset);
            if (read == 0)
            {
                throw new ElfFormatException(Name, $"it ends at byte {Length}, and byte {offset} is needed");
            }

            offset += read;
            into = into[read..];
        }
    }

    public void Dispose() => _handle.Dispose();
}
