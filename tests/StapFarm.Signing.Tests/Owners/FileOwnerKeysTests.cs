using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;
using StapFarm.Signing.Owners;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Signing.Tests.Owners;

public sealed class FileOwnerKeysTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void None_is_made_before_one_is_asked_for()
    {
        var keys = _folder.OwnerKeys();

        Assert.Empty(keys.List());
        Assert.Null(keys.Find(["missing", MadeKeys.OwnerKey.Sha1]));
        Assert.Null(keys.Open(MadeKeys.OwnerKey.Sha1));
        Assert.False(Directory.Exists(_folder.Folder));
    }

    [Fact]
    public void None_is_made_where_none_may_be()
    {
        var failure = Assert.Throws<FarmException>(() => _folder.OwnerKeys(createMissingKeys: false).FirstOrNew()).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(_folder.OwnerKeyRoot, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Folder));
    }

    [Fact]
    public async Task Processes_that_ask_at_once_get_one_whole_key_also_after_one_that_died_making_it()
    {
        _folder.Put(Path.Combine(_folder.OwnerKeyRoot, ".growing", "signing_key.priv"), "half");

        var made = await AtOnce.RunAsync(4, () => _folder.OwnerKeys().FirstOrNew().Sha1);

        var name = Assert.Single(made.Distinct());
        var folder = Path.Combine(_folder.OwnerKeyRoot, name);
        Assert.Equal([folder], Directory.EnumerateDirectories(_folder.OwnerKeyRoot));
        Assert.Equal(["signing_key.priv", "signing_key.x509"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder, "signing_key.priv")));
        Assert.Equal(name, _folder.OwnerKeys(createMissingKeys: false).FirstOrNew().Sha1);
    }

    [Fact]
    public void A_key_is_found_by_either_fingerprint_whichever_names_its_folder()
    {
        var (first, second) = (OwnerKeyFiles.Small(MadeKeys.Now), OwnerKeyFiles.Small(MadeKeys.Now));
        _folder.Put(first);
        _folder.Put(second, second.Sha256);
        var keys = _folder.OwnerKeys();

        foreach (var key in (OwnerKeyFiles[])[first, second])
        {
            Assert.Equal(key.Certificate, keys.Find([key.Sha1])!.Certificate.ToArray());
            Assert.Equal(key.Certificate, keys.Find([key.Sha256])!.Certificate.ToArray());
            using var opened = keys.Open(key.Sha256)!;
            Assert.Equal(key.PrivateKey, opened.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    [Fact]
    public void The_first_fingerprint_in_the_clients_order_wins_and_unknown_ones_are_passed_over()
    {
        var (old, young) = (OwnerKeyFiles.Small(MadeKeys.Now.AddYears(-2)), OwnerKeyFiles.Small(MadeKeys.Now));
        _folder.Put(old);
        _folder.Put(young);

        Assert.Equal(young.Sha1, _folder.OwnerKeys().Find(["missing", "", "../../etc", young.Sha1, old.Sha1])!.Sha1);
    }

    [Fact]
    public void The_oldest_comes_first_and_is_the_one_to_be_enrolled()
    {
        OwnerKeyFiles[] made = [.. Enumerable.Range(0, 4).Select(age => OwnerKeyFiles.Small(MadeKeys.Now.AddYears(-age)))];
        Array.ForEach(made, key => _folder.Put(key));

        Assert.Equal(made.Reverse().Select(key => key.Sha1), _folder.OwnerKeys().List().Select(key => key.Sha1));
        Assert.Equal(made[3].Sha1, _folder.OwnerKeys().FirstOrNew().Sha1);
    }

    [Fact]
    public void A_key_under_both_its_names_is_one()
    {
        var key = OwnerKeyFiles.Small(MadeKeys.Now);
        _folder.Put(key);
        _folder.Put(key, key.Sha256);

        Assert.Single(_folder.OwnerKeys().List());
    }

    [Fact]
    public void A_key_that_openssl_made_as_stap_serverd_has_it_make_them_is_taken()
    {
        var folder = Path.Combine(_folder.OwnerKeyRoot, "new");
        Directory.CreateDirectory(folder);
        var (certificate, key) = (Path.Combine(folder, "signing_key.x509"), Path.Combine(folder, "signing_key.priv"));
        Tool.Run(
            "openssl", "req", "-new", "-x509", "-nodes", "-utf8", "-sha256", "-days", "36500", "-batch", "-newkey", "rsa:2048",
            "-subj", "/O=Systemtap/CN=Systemtap module signing key", "-outform", "DER", "-out", certificate, "-keyout", key);
        var files = new OwnerKeyFiles(File.ReadAllBytes(certificate), File.ReadAllText(key));
        Directory.Move(folder, Path.Combine(_folder.OwnerKeyRoot, files.Sha1));

        Assert.Equal(files.Sha1, _folder.OwnerKeys().FirstOrNew().Sha1);
    }

    [Fact]
    public void What_is_no_whole_key_is_left_out_and_named_once_in_the_log()
    {
        var good = OwnerKeyFiles.Small(MadeKeys.Now);
        var other = OwnerKeyFiles.Small(MadeKeys.Now);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var elliptic = new CertificateRequest("CN=Systemtap", curve, HashAlgorithmName.SHA256).CreateSelfSigned(MadeKeys.Now, MadeKeys.Now.AddYears(1));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(other.PrivateKey);
        _folder.Put(good);
        (string Folder, string Reason)[] wrong =
        [
            (_folder.Put(Own(), "moved"), "its name isn't the fingerprint"),
            (Without(Own(), "signing_key.priv"), "it has no signing_key.priv"),
            (Without(Own(), "signing_key.x509"), "it has no signing_key.x509"),
            (_folder.Put(other with { Certificate = [1, 2, 3] }), "there is no certificate with its RSA key"),
            (_folder.Put(Own() with { PrivateKey = "not a key" }), "there is no certificate with its RSA key"),
            (_folder.Put(Own() with { PrivateKey = MadeKeys.OwnerKey.PrivateKey }), "there is no certificate with its RSA key"),
            (_folder.Put(other with { PrivateKey = rsa.ExportSubjectPublicKeyInfoPem() }), "there is no certificate with its RSA key"),
            (_folder.Put(new OwnerKeyFiles(elliptic.RawData, curve.ExportPkcs8PrivateKeyPem())), "there is no certificate with its RSA key"),
            (Readable(Own()), "has mode 644"),
        ];
        var log = new KeptLog<FileOwnerKeys>();
        var keys = _folder.OwnerKeys(log: log);

        Assert.Equal([good.Sha1], keys.List().Select(key => key.Sha1));
        Assert.Equal(good.Sha1, keys.FirstOrNew().Sha1);

        Assert.Equal(wrong.Length, log.Lines.Count);
        foreach (var (folder, reason) in wrong)
        {
            Assert.Contains(log.Lines, line => line.StartsWith($"Warning: The machine owner key {folder} ", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_key_is_used_as_soon_as_it_is_put_there_and_no_longer_once_it_is_gone()
    {
        var keys = _folder.OwnerKeys();
        Assert.Empty(keys.List());
        var key = OwnerKeyFiles.Small(MadeKeys.Now);

        var folder = _folder.Put(key);
        Assert.Equal(key.Sha1, Assert.Single(keys.List()).Sha1);

        Directory.Delete(folder, recursive: true);
        Assert.Null(keys.Find([key.Sha1]));
    }

    private static OwnerKeyFiles Own() => OwnerKeyFiles.Small(MadeKeys.Now);

    private string Without(OwnerKeyFiles key, string file)
    {
        var folder = _folder.Put(key);
        File.Delete(Path.Combine(folder, file));
        return folder;
    }

    private string Readable(OwnerKeyFiles key)
    {
        var folder = _folder.Put(key);
        File.SetUnixFileMode(Path.Combine(folder, "signing_key.priv"), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return folder;
    }
}
