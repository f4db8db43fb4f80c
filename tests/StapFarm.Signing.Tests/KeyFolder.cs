using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Owners;
using StapFarm.Testing;

namespace StapFarm.Signing.Tests;

/// <summary>A folder of keys of a test's own; it isn't there yet.</summary>
internal sealed class KeyFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ScratchFolder _scratch = new();

    public string Folder => _scratch.File("keys");

    public string TicketKey => Path.Combine(Folder, FileKeyRing.TicketKeyFile);

    public string StaprunSigner => Path.Combine(Folder, FileKeyRing.StaprunSignerFile);

    public string OwnerKeyRoot => Path.Combine(Folder, FileOwnerKeys.FolderName);

    public FileKeyRing Ring(bool createMissingKeys = true, string? staprunSigner = null) =>
        new(Settings(createMissingKeys, staprunSigner), MadeKeys.Time, NullLogger<FileKeyRing>.Instance);

    public FileOwnerKeys OwnerKeys(bool createMissingKeys = true, ILogger<FileOwnerKeys>? log = null) =>
        new(Settings(createMissingKeys), MadeKeys.Time, log ?? NullLogger<FileOwnerKeys>.Instance);

    /// <summary>Puts a file there that only its owner may read.</summary>
    public string Put(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    /// <summary>Puts a machine owner key there, by default under its SHA-1.</summary>
    /// <returns>Its folder.</returns>
    public string Put(OwnerKeyFiles key, string? name = null)
    {
        var folder = Path.Combine(OwnerKeyRoot, name ?? key.Sha1);
        Put(Path.Combine(folder, "signing_key.priv"), key.PrivateKey);
        File.WriteAllBytes(Path.Combine(folder, "signing_key.x509"), key.Certificate);
        return folder;
    }

    public void Dispose() => _scratch.Dispose();

    private IOptions<KeyRingOptions> Settings(bool createMissingKeys, string? staprunSigner = null) =>
        Options.Create(new KeyRingOptions { Folder = Folder, CreateMissingKeys = createMissingKeys, StaprunSigner = staprunSigner });
}
