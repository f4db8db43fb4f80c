using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace StapFarm.StapProtocol.Responses;

/// <summary>
/// Writes an answer to <c>stap --use-server</c>: a zip archive as its <c>unzip</c> takes it without a warning (systemtap's
/// <c>csclient.cxx</c> unpacks it). Every answer is whole, refusals too: a client that misses a file says so in the words of
/// <c>sed</c>.
/// </summary>
public static class ResponseWriter
{
    // The client takes the one folder whose name is stap and six characters for the server's scratch folder.
    private const string Scratch = "stap000000";
    private const int RegularFile = 0x81A4 << 16;

    public static byte[] Write(StapResponse response)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "version", Encoding.ASCII.GetBytes(response.Version));
            Add(zip, "stdout", response.Output.Span);
            Add(zip, "stderr", response.Messages.Span);
            Add(zip, "rc", Encoding.ASCII.GetBytes(response.ExitCode.ToString(CultureInfo.InvariantCulture)));
            if (response.Module is { } module)
            {
                Add(zip, $"{Scratch}/{module.Name}.ko", module.Content.Span);
                if (module.Signature is { } signature)
                {
                    Add(zip, $"{Scratch}/{module.Name}.ko.sgn", signature.Span);
                }
            }

            if (response.OwnerKey is { } key)
            {
                Add(zip, "signing_key.x509", key.Span);
            }
        }

        return output.ToArray();
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        // The same answer to the same question; the format's time has no zone and begins with 1980.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = RegularFile;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
