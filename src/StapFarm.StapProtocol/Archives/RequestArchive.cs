using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using StapFarm.Model.Failures;

namespace StapFarm.StapProtocol.Archives;

/// <summary>
/// Unpacks a request in memory. Nothing in it is believed: neither names nor sizes, and links aren't followed but refused,
/// since a client's <c>zip</c> never sends any.
/// </summary>
internal static class RequestArchive
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    /// <exception cref="FarmException"><c>InvalidRequest</c>, <c>LimitExceeded</c>.</exception>
    public static RequestFiles Unpack(byte[] archive, RequestLimits limits)
    {
        // Before the table of contents is read into memory: an entry of 46 bytes there becomes an object of hundreds.
        DemandFew(CountHeaders(archive), limits);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(archive, writable: false), ZipArchiveMode.Read);
            return Unpack(zip, limits);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new FarmException(FailureCode.InvalidRequest, "The request isn't a zip archive that can be read.", "This port is for 'stap --use-server'.", exception);
        }
    }

    private static RequestFiles Unpack(ZipArchive zip, RequestLimits limits)
    {
        DemandFew(zip.Entries.Count, limits);
        var files = new RequestFiles();
        var left = limits.UnpackedBytes;
        foreach (var entry in zip.Entries)
        {
            var path = EntryPath.Check(entry.FullName);
            var type = (entry.ExternalAttributes >> 16) & TypeMask;
            var isFolder = entry.FullName.EndsWith('/');
            if (entry.IsEncrypted || (type != 0 && type != (isFolder ? FolderType : RegularType)))
            {
                throw new FarmException(FailureCode.InvalidRequest, "The archive has an entry that is neither a file nor a folder.", "A client's own zip follows links.");
            }

            if (isFolder)
            {
                files.AddFolder(path);
                continue;
            }

            var content = Read(entry, ref left, limits);
            files.AddFile(path, content);
        }

        files.DemandConsistency();
        return files;
    }

    private static byte[] Read(ZipArchiveEntry entry, ref int left, RequestLimits limits)
    {
        if (entry.Length > left)
        {
            throw TooLarge(limits);
        }

        using var stream = entry.Open();
        var content = new byte[entry.Length];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (length < content.Length)
        {
            throw new InvalidDataException("An entry has less content than it says.");
        }

        if (Crc32.HashToUInt32(content) != entry.Crc32)
        {
            throw new InvalidDataException("An entry has other content than was packed.");
        }

        left -= length;
        return content;
    }

    private static int CountHeaders(ReadOnlySpan<byte> archive)
    {
        var count = 0;
        for (int at; (at = archive.IndexOf("PK\x01\x02"u8)) >= 0; archive = archive[(at + 4)..])
        {
            count++;
        }

        return count;
    }

    private static void DemandFew(int entries, RequestLimits limits)
    {
        if (entries > limits.Entries)
        {
            throw new FarmException(
                FailureCode.LimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"The request has {entries} files and folders; this farm takes {limits.Entries}."),
                "Send fewer files with -I, or ask the farm's administrator to raise Entries.");
        }
    }

    private static FarmException TooLarge(RequestLimits limits) => new(
        FailureCode.LimitExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The request is more than {limits.UnpackedBytes} bytes when it is unpacked."),
        "Send fewer files with -I, or ask the farm's administrator to raise UnpackedBytes.");
}
