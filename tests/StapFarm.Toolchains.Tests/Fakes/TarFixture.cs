using System.Formats.Tar;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>A tar that is put together entry by entry, also such as no program would write.</summary>
internal sealed class TarFixture : IDisposable
{
    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly MemoryStream _bytes = new();
    private readonly TarWriter _tar;

    public TarFixture() => _tar = new TarWriter(_bytes, TarEntryFormat.Gnu, leaveOpen: true);

    /// <summary>A tar of a folder by tar(1)'s like, with its links.</summary>
    public static byte[] Of(string folder)
    {
        using var bytes = new MemoryStream();
        TarFile.CreateFromDirectory(folder, bytes, includeBaseDirectory: false);
        return bytes.ToArray();
    }

    public TarFixture File(string path, string content = "x", UnixFileMode mode = Plain) =>
        File(path, System.Text.Encoding.UTF8.GetBytes(content), mode);

    public TarFixture File(string path, byte[] content, UnixFileMode mode = Plain)
    {
        _tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch });
        return this;
    }

    public TarFixture Link(string path, string target) => Entry(TarEntryType.SymbolicLink, path, target);

    public TarFixture HardLink(string path, string target) => Entry(TarEntryType.HardLink, path, target);

    public TarFixture Folder(string path) => Entry(TarEntryType.Directory, path);

    public TarFixture Entry(TarEntryType type, string path, string? target = null)
    {
        var entry = new GnuTarEntry(type, path) { ModificationTime = DateTimeOffset.UnixEpoch };
        if (target is not null)
        {
            entry.LinkName = target;
        }

        _tar.WriteEntry(entry);
        return this;
    }

    public byte[] ToBytes()
    {
        _tar.Dispose();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _tar.Dispose();
        _bytes.Dispose();
    }
}
