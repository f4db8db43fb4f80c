using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Signing.Owners;
using StapFarm.Signing.Servers;
using StapFarm.Testing;

namespace StapFarm.Signing.Tests;

/// <summary>What the farm makes at first start. RSA keys of 4096 bits take a second each, so they are made once for all tests.</summary>
internal static class MadeKeys
{
    private static readonly Lazy<string> TheServerCertificate = new(MakeServerCertificate);
    private static readonly Lazy<MadeFile> TheStaprunSigner = new(MakeStaprunSigner);
    private static readonly Lazy<OwnerKeyFiles> TheOwnerKey = new(MakeOwnerKey);

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TimeProvider Time => new FakeTimeProvider(Now);

    /// <summary>The certificate for stap --use-server of a farm that was told of addresses alone.</summary>
    public static string ServerCertificate => TheServerCertificate.Value;

    public static string StaprunSigner => TheStaprunSigner.Value.Content;

    public static MadeFile StaprunSignerFile => TheStaprunSigner.Value;

    public static OwnerKeyFiles OwnerKey => TheOwnerKey.Value;

    private static string MakeServerCertificate()
    {
        using var scratch = new ScratchFolder();
        var options = new ServerCertificateOptions { Certificate = scratch.File("server.pem"), CreateMissing = true, Hosts = { "192.0.2.7", "2001:db8::7" } };
        new FileServerCertificate(Options.Create(options), Time, NullLogger<FileServerCertificate>.Instance).Open().Dispose();
        return File.ReadAllText(options.Certificate);
    }

    private static MadeFile MakeStaprunSigner()
    {
        using var folder = new KeyFolder();
        folder.Ring().OpenStaprunSigner().Dispose();
        return new MadeFile(
            File.ReadAllText(folder.StaprunSigner), File.GetUnixFileMode(folder.StaprunSigner), [.. Directory.EnumerateFileSystemEntries(folder.Folder).Select(Path.GetFileName)!]);
    }

    private static OwnerKeyFiles MakeOwnerKey()
    {
        using var folder = new KeyFolder();
        var key = folder.OwnerKeys().FirstOrNew();
        var made = Path.Combine(folder.Folder, FileOwnerKeys.FolderName, key.Sha1);
        return new OwnerKeyFiles(
            File.ReadAllBytes(Path.Combine(made, "signing_key.x509")), File.ReadAllText(Path.Combine(made, "signing_key.priv")));
    }
}
