using System.Globalization;
using System.Text;

namespace StapFarm.Kernels.DebFiles;

/// <summary>
/// The members of a .deb file, which is an ar archive (deb(5), ar(5)): whether they are all there as long as they say. dpkg-deb
/// notices only when it has unpacked up to where the file ends.
/// </summary>
internal static class DebMembers
{
    private const int HeaderSize = 60;
    private const int NameSize = 16;
    private const int SizeOffset = 48;
    private const int SizeSize = 10;

    private static readonly byte[] Magic = "!<arch>\n"u8.ToArray();

    /// <returns>What is missing; null when nothing is, or when it is no such archive.</returns>
    public static async Task<string?> FindMissingAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var header = new byte[HeaderSize];
        var read = await file.ReadAtLeastAsync(header.AsMemory(0, Magic.Length), Magic.Length, throwOnEndOfStream: false, cancellationToken);
        if (!header.AsSpan(0, read).SequenceEqual(Magic))
        {
            return null;
        }

        string? last = null;
        while (file.Position < file.Length)
        {
            read = await file.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken);
            if (read < HeaderSize)
            {
                break;
            }

            if (!long.TryParse(Text(header, SizeOffset, SizeSize), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                return null;
            }

            last = Text(header, 0, NameSize).TrimEnd('/');
            var there = file.Length - file.Position;
            if (size > there)
            {
                return $"it is truncated: of {last}'s {size} bytes {there} are there";
            }

            // Members begin at even offsets.
            file.Position += size + (size & 1);
        }

        return last is not null && last.StartsWith("data.tar", StringComparison.Ordinal) ? null : $"it is truncated: it ends {(last is null ? "" : $"after {last}, ")}before data.tar";
    }

    private static string Text(byte[] header, int offset, int length) => Encoding.ASCII.GetString(header, offset, length).TrimEnd(' ');
}
