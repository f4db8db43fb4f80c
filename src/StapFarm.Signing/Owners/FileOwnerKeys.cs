using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using StapFarm.Signing.Keys;

namespace StapFarm.Signing.Owners;

/// <summary>
/// Machine owner keys as folders below <c>moks</c> in the key folder, as stap-serverd has them in <c>ssl/server/moks</c>: its
/// keys may be copied here. They are looked at anew each time, so that one that is put there is used at once; what isn't a
/// whole key is left out and named in the log.
/// </summary>
public sealed partial class FileOwnerKeys(IOptions<KeyRingOptions> options, TimeProvider time, ILogger<FileOwnerKeys> logger)
    : IMachineOwnerKeys, IOwnerKeyRing
{
    /// <summary>The folder of the keys in <see cref="KeyRingOptions.Folder"/>.</summary>
    public const string FolderName = "moks";

    // Names with a dot aren't keys: this one, and those of a Secret's mount.
    private const string Growing = ".growing";

    private readonly ConcurrentDictionary<string, string> _skipped = new(StringComparer.Ordinal);

    private string Root => Path.Combine(options.Value.Folder, FolderName);

    public IReadOnlyList<MachineOwnerKey> List() => [.. Read().Select(entry => entry.Key)];

    public MachineOwnerKey? Find(IEnumerable<string> fingerprints)
    {
        var keys = List();
        return fingerprints.Select(fingerprint => keys.FirstOrDefault(key => key.Has(fingerprint))).FirstOrDefault(key => key is not null);
    }

    public MachineOwnerKey FirstOrNew()
    {
        if (List() is [var first, ..])
        {
            return first;
        }

        if (!options.Value.CreateMissingKeys)
        {
            throw new FarmException(
                FailureCode.NotFound,
                $"The farm has no machine owner key in {Root}, and this process makes none by itself (Signing: CreateMissingKeys).",
                $"Put one there as FINGERPRINT/{OwnerKeyFolder.CertificateFile} (DER) and FINGERPRINT/{OwnerKeyFolder.PrivateKeyFile} (PEM, mode 0600), or switch kernel signatures off.");
        }

        Directory.CreateDirectory(options.Value.Folder, PrivateFile.OwnerFolder);
        Directory.CreateDirectory(Root, PrivateFile.OwnerFolder);
        using var turn = FolderLock.Take(Root);
        // Another process may have made one while this one waited.
        return List() is [var other, ..] ? other : Make();
    }

    public X509Certificate2? Open(string fingerprint) =>
        Read().FirstOrDefault(entry => entry.Key.Has(fingerprint)) is { } entry ? OwnerKeyFolder.Open(entry.Folder) : null;

    private MachineOwnerKey Make()
    {
        var growing = Path.Combine(Root, Growing);
        if (Directory.Exists(growing))
        {
            // Of a process that died while it made one.
            Directory.Delete(growing, recursive: true);
        }

        Directory.CreateDirectory(growing, PrivateFile.OwnerFolder);
        using var certificate = OwnerKeyMaker.Make(time.GetUtcNow());
        OwnerKeyFolder.Write(growing, certificate);
        var key = OwnerKeyFolder.Describe(certificate);
        var folder = Path.Combine(Root, key.Sha1);
        Directory.Move(growing, folder);
        LogCreated(logger, folder);
        return key;
    }

    private List<Entry> Read()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(Root)
                .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
                .Select(TryRead)
                .OfType<Entry>()
                .DistinctBy(entry => entry.Key.Sha256)
                .OrderBy(entry => entry.Since)
                .ThenBy(entry => entry.Key.Sha256, StringComparer.Ordinal),
        ];
    }

    private Entry? TryRead(string folder)
    {
        try
        {
            using var certificate = OwnerKeyFolder.Open(folder);
            _skipped.TryRemove(folder, out _);
            return new Entry(folder, OwnerKeyFolder.Describe(certificate), certificate.NotBefore);
        }
        catch (FarmException exception)
        {
            // Once, not with each request.
            var reason = exception.Failure.Message;
            if (_skipped.GetValueOrDefault(folder) != reason)
            {
                _skipped[folder] = reason;
                LogSkipped(logger, folder, reason);
            }

            return null;
        }
    }

    private sealed record Entry(string Folder, MachineOwnerKey Key, DateTime Since);
}
