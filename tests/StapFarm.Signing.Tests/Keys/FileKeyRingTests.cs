using System.Security.Cryptography;
using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Signing.Tests.Keys;

public sealed class FileKeyRingTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_key_is_made_once_and_for_its_owner_only()
    {
        using var made = _folder.Ring().OpenTicketKey();
        using var opened = _folder.Ring(createMissingKeys: false).OpenTicketKey();

        Assert.Equal(made.ExportSubjectPublicKeyInfo(), opened.ExportSubjectPublicKeyInfo());
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder.TicketKey));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Folder));
        Assert.Equal([_folder.TicketKey], Directory.EnumerateFiles(_folder.Folder));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", File.ReadAllText(_folder.TicketKey), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_that_may_not_be_made_is_an_error_with_the_files_name()
    {
        var failure = Assert.Throws<FarmException>(() => _folder.Ring(createMissingKeys: false).OpenTicketKey()).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(_folder.TicketKey, failure.Message, StringComparison.Ordinal);
        Assert.Contains("openssl", failure.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Folder));
    }

    [Fact]
    public async Task Processes_that_start_at_once_have_one_key()
    {
        using var start = new Barrier(4);
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var key = _folder.Ring().OpenTicketKey();
                return Convert.ToHexString(key.ExportSubjectPublicKeyInfo());
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.EnumerateFiles(_folder.Folder));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_key_that_others_may_read_or_change_is_refused_with_its_mode(UnixFileMode extra)
    {
        _folder.Ring().OpenTicketKey().Dispose();
        File.SetUnixFileMode(_folder.TicketKey, OwnerOnly | extra);

        var failure = Assert.Throws<FarmException>(() => _folder.Ring().OpenTicketKey()).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains($"mode {Convert.ToString((int)(OwnerOnly | extra), 8)}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_its_group_may_read_is_taken_as_a_mounted_secret_is_one()
    {
        _folder.Ring().OpenTicketKey().Dispose();
        File.SetUnixFileMode(_folder.TicketKey, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        _folder.Ring(createMissingKeys: false).OpenTicketKey().Dispose();
    }

    [Fact]
    public void A_link_to_a_readable_file_is_refused_as_the_file_is()
    {
        _folder.Ring().OpenTicketKey().Dispose();
        var target = _folder.TicketKey + ".target";
        File.Move(_folder.TicketKey, target);
        File.SetUnixFileMode(target, OwnerOnly | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(_folder.TicketKey, target);

        Assert.Throws<FarmException>(() => _folder.Ring().OpenTicketKey());
    }

    [Fact]
    public void What_is_no_p256_private_key_is_refused_with_the_files_name_and_left_alone()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        string[] wrong =
        [
            "",
            "not a key",
            p384.ExportPkcs8PrivateKeyPem(),
            p256.ExportSubjectPublicKeyInfoPem(),
            rsa.ExportPkcs8PrivateKeyPem(),
            p256.ExportPkcs8PrivateKeyPem()[..100],
        ];
        Directory.CreateDirectory(_folder.Folder);
        foreach (var text in wrong)
        {
            File.WriteAllText(_folder.TicketKey, text);
            File.SetUnixFileMode(_folder.TicketKey, OwnerOnly);

            var failure = Assert.Throws<FarmException>(() => _folder.Ring().OpenTicketKey()).Failure;

            Assert.Equal(FailureCode.InvalidRequest, failure.Code);
            Assert.Contains(_folder.TicketKey, failure.Message, StringComparison.Ordinal);
            Assert.Equal(text, File.ReadAllText(_folder.TicketKey));
        }
    }
}
