using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;

namespace StapFarm.CompileServer.Tests.Fakes;

/// <summary>Has one machine owner key, and signs by words that can be read.</summary>
internal sealed class FakeSigner : IModuleSigner, IMachineOwnerKeys
{
    private static readonly MachineOwnerKey Key = new("certificate"u8.ToArray(), "11:22", "33:44");

    /// <summary>Whether it signs nothing for staprun.</summary>
    public bool Refuses { get; init; }

    /// <summary>Whether its key has been made.</summary>
    public bool HasKey { get; set; } = true;

    public SignerCertificate StaprunSigner { get; } = new(default, "");

    public IReadOnlyList<MachineOwnerKey> List() => HasKey ? [Key] : [];

    public MachineOwnerKey? Find(IEnumerable<string> fingerprints) => fingerprints.Any(Key.Has) ? Key : null;

    public MachineOwnerKey FirstOrNew()
    {
        HasKey = true;
        return Key;
    }

    public ReadOnlyMemory<byte> SignForStaprun(ReadOnlyMemory<byte> module) =>
        Refuses ? throw new FarmException(FailureCode.NotAllowed, "Not compiled for them.") : Encoding.UTF8.GetBytes($"signature of {Encoding.UTF8.GetString(module.Span)}");

    public ReadOnlyMemory<byte> SignForKernel(ReadOnlyMemory<byte> module, MachineOwnerKey key) => Encoding.UTF8.GetBytes($"+{key.Sha1}");
}
