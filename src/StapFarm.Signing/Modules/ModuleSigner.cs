using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Owners;

namespace StapFarm.Signing.Modules;

/// <summary>Signs modules with the key ring's staprun signer and machine owner keys. Safe for any number of callers at once.</summary>
public sealed class ModuleSigner : IModuleSigner, IDisposable
{
    // An RSA instance is for one caller at a time.
    private readonly Lock _turn = new();
    private readonly IOwnerKeyRing _owners;
    private readonly IModuleReader _reader;
    private readonly RSA _key;

    /// <exception cref="FarmException">As <see cref="IKeyRing.OpenStaprunSigner"/>.</exception>
    public ModuleSigner(IKeyRing keys, IOwnerKeyRing owners, IModuleReader reader)
    {
        _owners = owners;
        _reader = reader;
        using var certificate = keys.OpenStaprunSigner();
        _key = certificate.GetRSAPrivateKey()!;
        StaprunSigner = new SignerCertificate(certificate.RawData, certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant());
    }

    public SignerCertificate StaprunSigner { get; }

    public ReadOnlyMemory<byte> SignForStaprun(ReadOnlyMemory<byte> module)
    {
        if (_reader.PrivilegeOf(module) is not (ModulePrivilege.Stapusr or ModulePrivilege.Stapsys) and var level)
        {
            throw new FarmException(
                FailureCode.NotAllowed,
                $"The module was compiled for {level.ToString().ToLowerInvariant()}, so it isn't signed for unprivileged users: only those of stapusr and stapsys are.",
                "Compile it with --privilege=stapusr or --privilege=stapsys.");
        }

        lock (_turn)
        {
            return _key.SignData(module.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public ReadOnlyMemory<byte> SignForKernel(ReadOnlyMemory<byte> module, MachineOwnerKey key)
    {
        // For what it refuses: a key that firmware trusts signs stap's modules, and nothing else.
        _ = _reader.PrivilegeOf(module);
        if (AppendedSignature.IsIn(module.Span))
        {
            throw new FarmException(FailureCode.InvalidRequest, "The module ends with a kernel signature already; a kernel looks at the last one alone, so there is never a second.");
        }

        using var signer = _owners.Open(key.Sha256) ?? throw new FarmException(
            FailureCode.NotFound, $"The farm no longer has the machine owner key {key.Sha1}.", "Ask again: another of its keys may be enrolled, or is offered to be.");
        return AppendedSignature.Make(module.Span, signer);
    }

    public void Dispose() => _key.Dispose();
}
