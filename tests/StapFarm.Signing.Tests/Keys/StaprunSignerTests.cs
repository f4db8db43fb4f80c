using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;
using StapFarm.Signing.Keys;
using Xunit;

namespace StapFarm.Signing.Tests.Keys;

public sealed class StaprunSignerTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_one_is_made_for_its_owner_only_and_opened_again_where_none_may_be_made()
    {
        _folder.Put(FileKeyRing.StaprunSignerFile, MadeKeys.StaprunSigner);
        using var opened = _folder.Ring(createMissingKeys: false).OpenStaprunSigner();

        Assert.Equal(4096, opened.GetRSAPrivateKey()!.KeySize);
        Assert.Equal(OwnerOnly, MadeKeys.StaprunSignerFile.Mode);
        Assert.Equal([FileKeyRing.StaprunSignerFile], MadeKeys.StaprunSignerFile.Folder);
    }

    [Fact]
    public void It_goes_under_the_name_of_the_server_with_a_key_and_number_of_its_own()
    {
        using var server = X509Certificate2.CreateFromPem(MadeKeys.ServerCertificate);
        using var signer = X509Certificate2.CreateFromPem(MadeKeys.StaprunSigner);

        Assert.Equal(server.SubjectName.RawData, signer.SubjectName.RawData);
        Assert.NotEqual(server.SerialNumber, signer.SerialNumber);
        Assert.NotEqual(server.GetPublicKey(), signer.GetPublicKey());
    }

    [Fact]
    public void A_missing_one_that_may_not_be_made_is_an_error_with_the_files_name()
    {
        var failure = Assert.Throws<FarmException>(() => _folder.Ring(createMissingKeys: false).OpenStaprunSigner()).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(_folder.StaprunSigner, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Folder));
    }

    [Fact]
    public void The_configured_file_is_used_instead()
    {
        var path = _folder.Put("stap-server.pem", MadeKeys.ServerCertificate);

        using var signer = _folder.Ring(staprunSigner: path).OpenStaprunSigner();

        using var server = X509Certificate2.CreateFromPem(MadeKeys.ServerCertificate);
        Assert.Equal(server.RawData, signer.RawData);
        Assert.False(File.Exists(_folder.StaprunSigner));
    }

    [Fact]
    public void A_configured_file_is_never_made()
    {
        var path = Path.Combine(_folder.Folder, "elsewhere.pem");

        var failure = Assert.Throws<FarmException>(() => _folder.Ring(staprunSigner: path).OpenStaprunSigner()).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_others_may_read_is_refused()
    {
        File.SetUnixFileMode(_folder.Put(FileKeyRing.StaprunSignerFile, MadeKeys.StaprunSigner), OwnerOnly | UnixFileMode.OtherRead);

        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => _folder.Ring().OpenStaprunSigner()).Failure.Code);
    }
}
