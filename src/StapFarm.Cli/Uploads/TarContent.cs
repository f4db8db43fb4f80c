using System.Formats.Tar;

namespace StapFarm.Cli.Uploads;

/// <summary>
/// A tar of files, made as it is sent. Equal files give equal bytes whenever and by whomever it is made: entries are sorted,
/// owners left out, and the format is GNU's, as .NET writes the number of its process into others.
/// </summary>
internal sealed class TarContent : IUploadContent
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TarFile[] _files;

    public TarContent(string name, IEnumerable<TarFile> files)
    {
        Name = name;
        _files = [.. files.DistinctBy(file => file.Path).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    public string Name { get; }

    public int Count => _files.Length;

    public async Task WriteToAsync(Stream output, long offset, CancellationToken cancellationToken)
    {
        await using var skipping = new SkippingStream(output, offset);
        await using var tar = new TarWriter(skipping, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var file in _files)
        {
            await WriteAsync(tar, file, cancellationToken);
        }
    }

    private static async Task WriteAsync(TarWriter tar, TarFile file, CancellationToken cancellationToken)
    {
        if (file.Source is null)
        {
            await tar.WriteEntryAsync(
                new GnuTarEntry(TarEntryType.SymbolicLink, file.Path) { LinkName = file.Target!, ModificationTime = DateTimeOffset.UnixEpoch, Mode = Plain | Execute }, cancellationToken);
            return;
        }

        if (new FileInfo(file.Source) is { Length: 0 } empty)
        {
            // Not opened: what has no bytes may be a pipe, and opening that waits for a writer.
            await tar.WriteEntryAsync(
                new GnuTarEntry(TarEntryType.RegularFile, file.Path) { Mode = ModeOf(empty.UnixFileMode), ModificationTime = Seconds(empty.LastWriteTimeUtc) }, cancellationToken);
            return;
        }

        await using var content = new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        await tar.WriteEntryAsync(
            new GnuTarEntry(TarEntryType.RegularFile, file.Path)
            {
                Mode = ModeOf(File.GetUnixFileMode(content.SafeFileHandle)),
                ModificationTime = Seconds(File.GetLastWriteTimeUtc(content.SafeFileHandle)),
                DataStream = content,
            },
            cancellationToken);
    }

    private static UnixFileMode ModeOf(UnixFileMode mode) => (mode & Execute) != 0 ? Plain | Execute : Plain;

    private static DateTimeOffset Seconds(DateTime modified) => DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(modified).ToUnixTimeSeconds());
}
