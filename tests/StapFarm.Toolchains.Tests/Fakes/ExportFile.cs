using System.Formats.Tar;
using StapFarm.Toolchains.Exports;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>An export file, put together as the command does, or otherwise.</summary>
internal static class ExportFile
{
    public static byte[] Of(ToolchainExport export, MemoryBlobs blobs) => Of(
        (ToolchainExports.DocumentEntry, export.Document.ToArray()),
        (ToolchainExports.HashEntry, Hash(export.Document.ToArray())),
        [.. export.Blobs.Select(blob => ($"{ToolchainExports.BlobFolder}{blob.Digest}", blobs.Bytes(blob.Digest)))]);

    public static byte[] Of((string Name, byte[] Content) document, (string Name, byte[] Content) hash, params IEnumerable<(string Name, byte[] Content)> blobs)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in blobs.Prepend(hash).Prepend(document))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Hash(byte[] document) => System.Text.Encoding.ASCII.GetBytes(ToolchainExports.HashLine(document));
}
