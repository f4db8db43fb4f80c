using System.Security.Cryptography;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Modules;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Signing.Tests.Modules;

/// <summary>Signatures for staprun and for the kernel, held against what OpenSSL makes and takes.</summary>
public sealed class ModuleSignerTests : IDisposable
{
    private readonly KeyFolder _folder = new();
    private readonly ScratchFolder _scratch = new();
    private readonly byte[] _module = RandomNumberGenerator.GetBytes(30_000);
    private readonly ModuleSigner _signer;
    private readonly MachineOwnerKey _key;

    public ModuleSignerTests()
    {
        _folder.Put(FileKeyRing.StaprunSignerFile, MadeKeys.StaprunSigner);
        _folder.Put(MadeKeys.OwnerKey);
        _signer = Signer(ModulePrivilege.Stapusr);
        _key = _folder.OwnerKeys().FirstOrNew();
    }

    public void Dispose()
    {
        _signer.Dispose();
        _scratch.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ModulePrivilege.Stapusr)]
    [InlineData(ModulePrivilege.Stapsys)]
    public void The_signature_for_staprun_is_one_that_openssl_verifies_with_the_certificate(ModulePrivilege level)
    {
        using var signer = Signer(level);

        var signature = signer.SignForStaprun(_module);

        Assert.Equal(512, signature.Length);
        Assert.Equal("Verified OK\n", Verify(_module, signature, signer.StaprunSigner));
        _module[12_345] ^= 1;
        Assert.Throws<InvalidOperationException>(() => Verify(_module, signature, signer.StaprunSigner));
    }

    [Fact]
    public void The_certificate_is_handed_out_with_the_fingerprint_that_openssl_prints()
    {
        var path = Write("signer.der", _signer.StaprunSigner.Der.Span);

        var printed = Tool.Run("openssl", "x509", "-inform", "DER", "-in", path, "-noout", "-fingerprint", "-sha256").Split('=')[1].Trim();

        Assert.Equal(printed.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant(), _signer.StaprunSigner.Fingerprint);
    }

    [Fact]
    public void A_module_compiled_without_restriction_is_never_signed_for_staprun()
    {
        using var signer = Signer(ModulePrivilege.Stapdev);

        var failure = Assert.Throws<FarmException>(() => signer.SignForStaprun(_module)).Failure;

        Assert.Equal(FailureCode.NotAllowed, failure.Code);
        Assert.Contains("stapdev", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_module_of_staps_is_signed_for_nobody()
    {
        using var signer = new ModuleSigner(_folder.Ring(), _folder.OwnerKeys(), new UnreadableModules());

        Assert.Equal(FailureCode.Corrupt, Assert.Throws<FarmException>(() => signer.SignForStaprun(_module)).Failure.Code);
        Assert.Equal(FailureCode.Corrupt, Assert.Throws<FarmException>(() => signer.SignForKernel(_module, _key)).Failure.Code);
    }

    [Fact]
    public void The_kernel_signature_is_to_the_byte_what_openssl_makes_as_sign_file_has_it_make_one()
    {
        var path = Write("module.ko", _module);
        var key = _folder.Put("owner.pem", MadeKeys.OwnerKey.PrivateKey);
        var expected = _scratch.File("expected.der");
        Tool.Run(
            "openssl", "cms", "-sign", "-binary", "-nocerts", "-noattr", "-md", "sha512", "-in", path,
            "-signer", CertificatePem(), "-inkey", key, "-outform", "DER", "-out", expected);

        var signature = _signer.SignForKernel(_module, _key).ToArray();

        var message = File.ReadAllBytes(expected);
        Assert.Equal(Convert.ToHexString(message), Convert.ToHexString(signature.AsSpan(0, message.Length)));
        byte[] trailer = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. "~Module signature appended~\n"u8];
        Assert.Equal(trailer, signature[message.Length..]);
    }

    [Fact]
    public void Openssl_verifies_the_kernel_signature_over_the_module_and_over_nothing_else()
    {
        var signature = _signer.SignForKernel(_module, _key).ToArray();
        var message = Write("signature.der", signature.AsSpan(0, signature.Length - 40));

        Assert.Equal(Convert.ToHexString(_module), Convert.ToHexString(VerifyMessage(message, _module)));
        _module[^1] ^= 0x80;
        Assert.Throws<InvalidOperationException>(() => VerifyMessage(message, _module));
    }

    [Fact]
    public void The_message_names_its_signer_and_holds_neither_certificates_nor_attributes()
    {
        var signature = _signer.SignForKernel(_module, _key).ToArray();
        var message = Write("signature.der", signature.AsSpan(0, signature.Length - 40));

        var text = Tool.Run("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", message);

        Assert.Contains("issuer: O=Systemtap, CN=Systemtap module signing key", text, StringComparison.Ordinal);
        Assert.Contains("algorithm: sha512 (2.16.840.1.101.3.4.2.3)", text, StringComparison.Ordinal);
        Assert.Matches("eContent: *<ABSENT>", text);
        Assert.Matches("certificates:\\s+<ABSENT>", text);
        Assert.Matches("signedAttrs:\\s+<ABSENT>", text);
    }

    [Fact]
    public void A_module_gets_one_kernel_signature_and_never_a_second()
    {
        byte[] signed = [.. _module, .. _signer.SignForKernel(_module, _key).Span];

        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => _signer.SignForKernel(signed, _key)).Failure.Code);
    }

    [Fact]
    public void A_key_that_is_gone_is_named()
    {
        Directory.Delete(Path.Combine(_folder.OwnerKeyRoot, _key.Sha1), recursive: true);

        var failure = Assert.Throws<FarmException>(() => _signer.SignForKernel(_module, _key)).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains(_key.Sha1, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_for_staprun_covers_the_kernels()
    {
        byte[] signed = [.. _module, .. _signer.SignForKernel(_module, _key).Span];

        var signature = _signer.SignForStaprun(signed);

        Assert.Equal("Verified OK\n", Verify(signed, signature, _signer.StaprunSigner));
        Assert.Throws<InvalidOperationException>(() => Verify(_module, signature, _signer.StaprunSigner));
    }

    [Fact]
    public void Many_callers_at_once_get_sound_signatures()
    {
        var expected = Convert.ToHexString(_signer.SignForStaprun(_module).Span);
        var kernel = Convert.ToHexString(_signer.SignForKernel(_module, _key).Span);

        Parallel.For(0, 16, _ =>
        {
            Assert.Equal(expected, Convert.ToHexString(_signer.SignForStaprun(_module).Span));
            Assert.Equal(kernel, Convert.ToHexString(_signer.SignForKernel(_module, _key).Span));
        });
    }

    private ModuleSigner Signer(ModulePrivilege level) =>
        new(_folder.Ring(createMissingKeys: false), _folder.OwnerKeys(), new ClaimedLevel(level));

    private string Verify(byte[] module, ReadOnlyMemory<byte> signature, SignerCertificate signer)
    {
        var key = Write("signer.pub", Tool.Run("openssl", "x509", "-inform", "DER", "-in", Write("signer.der", signer.Der.Span), "-noout", "-pubkey"));
        return Tool.Run("openssl", "dgst", "-sha256", "-verify", key, "-signature", Write("module.ko.sgn", signature.Span), Write("module.ko", module));
    }

    private byte[] VerifyMessage(string message, byte[] module)
    {
        var content = _scratch.File("content");
        Tool.Run(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", message, "-content", Write("module.ko", module),
            "-noverify", "-certfile", CertificatePem(), "-out", content);
        return File.ReadAllBytes(content);
    }

    private string CertificatePem() => Write(
        "owner.crt", Tool.Run("openssl", "x509", "-inform", "DER", "-in", Write("owner.der", MadeKeys.OwnerKey.Certificate)));

    private string Write(string name, string text) => Write(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = _scratch.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private sealed class UnreadableModules : IModuleReader
    {
        public ModulePrivilege PrivilegeOf(ReadOnlyMemory<byte> module) => throw new FarmException(FailureCode.Corrupt, "It is none.");
    }
}
