using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Downloads;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.DebFiles;

/// <summary>
/// Finds out which .deb files a mirror has: from its index (<c>Packages.gz</c> or <c>Packages</c>, as dpkg-scanpackages
/// writes it: with sizes and hashes), else from a page that links to them, as web servers make of a folder.
/// </summary>
internal sealed partial class MirrorIndex(Uri mirror, HttpDownload http, string cacheFolder)
{
    private const long MostBytes = 256 << 20;
    private const int MostText = 1 << 30;

    /// <exception cref="FarmException"><c>SourceFailed</c>.</exception>
    public async Task<IReadOnlyList<MirrorFile>> ReadAsync(CancellationToken cancellationToken)
    {
        if (await FetchAsync("Packages.gz", "index.gz", cancellationToken) is { } packed)
        {
            return Paragraphs(Unpack(packed));
        }

        if (await FetchAsync("Packages", "index", cancellationToken) is { } plain)
        {
            return Paragraphs(Encoding.UTF8.GetString(plain));
        }

        return await FetchAsync("", "listing", cancellationToken) is { } page
            ? Links(Encoding.UTF8.GetString(page))
            : throw new FarmException(FailureCode.SourceFailed, $"There is nothing at {mirror}.", "Check the address in Farm:Kernels:Sources.");
    }

    private List<MirrorFile> Paragraphs(string text) =>
    [
        .. ControlParagraph.ParseAll(text)
            .Where(paragraph => Digest.TryParse(paragraph["SHA256"], out _) && long.TryParse(paragraph["Size"], CultureInfo.InvariantCulture, out _))
            .Select(paragraph => (
                Package: DebianPackage.From(paragraph, paragraph["SHA256"]!, long.Parse(paragraph["Size"]!, CultureInfo.InvariantCulture)),
                File: paragraph["Filename"]))
            .Where(entry => entry.Package is not null && entry.File is not null)
            .Select(entry => (entry.Package, Address: Below(entry.File!)))
            .Where(entry => entry.Address is not null)
            .Select(entry => new MirrorFile(entry.Address!, entry.Package!.Name, entry.Package)),
    ];

    private List<MirrorFile> Links(string page) =>
    [
        .. Link().Matches(page)
            .Select(match => Below(System.Net.WebUtility.HtmlDecode(match.Groups["file"].Value)))
            .OfType<Uri>()
            .Distinct()
            .Select(address => (Address: address, Name: DebName().Match(Uri.UnescapeDataString(address.Segments[^1]))))
            .Where(file => file.Name.Success)
            .Select(file => new MirrorFile(file.Address, file.Name.Groups["package"].Value, null)),
    ];

    // A mirror speaks for what is below its own address, for nothing else.
    private Uri? Below(string file) =>
        Uri.TryCreate(mirror, file, out var address) && address.AbsoluteUri.StartsWith(mirror.AbsoluteUri, StringComparison.Ordinal) ? address : null;

    private async Task<byte[]?> FetchAsync(string name, string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(cacheFolder, $"{file}-{Guid.NewGuid():N}");
        try
        {
            return await http.TryAsync(new Uri(mirror, name), path, MostBytes, (_, _) => { }, cancellationToken)
                ? await File.ReadAllBytesAsync(path, cancellationToken)
                : null;
        }
        finally
        {
            new PartialFile(path).Discard();
            File.Delete(path);
        }
    }

    private string Unpack(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var text = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                text.Write(buffer, 0, read);
                if (text.Length > MostText)
                {
                    throw new InvalidDataException($"it has more than {MostText} bytes");
                }
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (InvalidDataException exception)
        {
            throw new FarmException(FailureCode.SourceFailed, $"The index {mirror}Packages.gz can't be read: {exception.Message}", "Have the mirror make its index again.", exception);
        }
    }

    [GeneratedRegex("""href\s*=\s*(?:"(?<file>[^"?#]+\.deb)"|'(?<file>[^'?#]+\.deb)')""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<package>[a-z0-9][a-z0-9+.-]*)_[^_/]+_[a-z0-9]+\.deb\z")]
    private static partial Regex DebName();
}
