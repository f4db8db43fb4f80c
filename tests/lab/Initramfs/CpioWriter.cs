using System.Globalization;
using System.Text;

namespace StapFarm.Lab.Initramfs;

/// <summary>
/// Writes a cpio archive in the "newc" format, the one that the kernel unpacks as an initramfs
/// (Documentation/driver-api/early-userspace/buffer-format.rst of the kernel's sources):
/// per entry the magic 070701, thirteen fields of eight hexadecimal digits, the name with a NUL, the data,
/// name and data each padded to four bytes; at the end an entry named TRAILER!!!.
/// Every entry belongs to root and carries the time stamp 0, so equal contents give equal bytes.
/// </summary>
public sealed class CpioWriter(Stream output)
{
    private const int Directory = 0x4000;
    private const int CharacterDevice = 0x2000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;

    private readonly HashSet<string> _directories = [];
    private uint _inode = 1;
    private long _position;
    private bool _finished;

    /// <summary>Adds a directory, and those above it that are not in the archive yet.</summary>
    /// <param name="path">Relative to the archive's root, without a leading slash.</param>
    /// <param name="permissions">The nine permission bits and the sticky bit.</param>
    public void AddDirectory(string path, int permissions = 0b111_101_101)
    {
        AddParents(path);
        if (_directories.Add(path))
        {
            Write(path, Directory | permissions, links: 2, data: []);
        }
    }

    public void AddFile(string path, ReadOnlySpan<byte> content, bool executable = false)
    {
        AddParents(path);
        Write(path, RegularFile | (executable ? 0b111_101_101 : 0b110_100_100), links: 1, content);
    }

    public void AddSymbolicLink(string path, string target)
    {
        AddParents(path);
        Write(path, SymbolicLink | 0b111_111_111, links: 1, Encoding.UTF8.GetBytes(target));
    }

    public void AddCharacterDevice(string path, uint major, uint minor)
    {
        AddParents(path);
        Write(path, CharacterDevice | 0b110_000_000, links: 1, data: [], major, minor);
    }

    /// <summary>Writes the trailer; an archive without it is not one.</summary>
    public void Finish()
    {
        _inode = 0;
        Write("TRAILER!!!", mode: 0, links: 1, data: []);
        _finished = true;
        output.Flush();
    }

    private void AddParents(string path)
    {
        if (path.StartsWith('/') || path.Length == 0)
        {
            throw new ArgumentException($"'{path}' is not a path below the archive's root", nameof(path));
        }

        if (path.LastIndexOf('/') is > 0 and var slash)
        {
            AddDirectory(path[..slash]);
        }
    }

    private void Write(
        string name, int mode, int links, ReadOnlySpan<byte> data, uint deviceMajor = 0, uint deviceMinor = 0)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        var nameBytes = Encoding.UTF8.GetBytes(name + "\0");
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $"070701{_inode:X8}{mode:X8}{0:X8}{0:X8}{links:X8}{0:X8}{data.Length:X8}{0:X8}{0:X8}{deviceMajor:X8}{deviceMinor:X8}{nameBytes.Length:X8}{0:X8}");
        Write(Encoding.ASCII.GetBytes(header));
        Write(nameBytes);
        Pad();
        Write(data);
        Pad();
        _inode++;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private void Pad() => Write(stackalloc byte[(int)(-_position & 3)]);
}
