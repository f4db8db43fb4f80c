using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StapFarm.Lab.Firmware;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>
/// A farm that signs modules for the kernel, and a machine whose kernel loads signed modules only. It was booted before, was
/// given the farm's key, and has it in its firmware now, as after <c>mokutil --import</c> and a reboot.
/// </summary>
public sealed class FarmWithSecureHost() : FarmWithStapHost("--Farm:StapPort:KernelSigning=true")
{
    private const string Enforcing = "module.sig_enforce=1";

    /// <summary>What the host was told before it had the key.</summary>
    internal string Refusal { get; private set; } = "";

    private protected override async Task<StapHost> BootAsync()
    {
        byte[] key;
        await using (var before = await BootTrustingAsync(new MachineFirmware(FirmwareVariable.MachineOwnerKeys(KeyOfDistribution())), Enforcing))
        {
            var refused = await StapAsync(before, "5.1", StapHost.Root, "-e 'probe begin { exit() }'");
            Refusal = $"{refused.ExitCode}: {refused.Error}";
            var read = await before.RunAsync("5.1", StapHost.Root, "cat signing_key.x509");
            Assert.True(read.ExitCode == 0, Refusal + read.Error);
            key = read.StandardOutput.ToArray();
        }

        return await BootTrustingAsync(
            new MachineFirmware(FirmwareVariable.Database(key), FirmwareVariable.MachineOwnerKeys(key)), Enforcing);
    }

    // As shim brings it. A host whose list is empty isn't served: there stap (4.8 to 5.6) reads what mokutil doesn't say for ever.
    private static byte[] KeyOfDistribution()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Distribution Secure Boot CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    }
}
