using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.StapPort;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Signing;
using StapFarm.StapProtocol.Requests;

namespace StapFarm.CompileServer.Tests.StapPort;

public sealed class ClientSignaturesTests
{
    private static readonly ReadOnlyMemory<byte> Module = "module"u8.ToArray();

    [Fact]
    public void A_host_that_loads_any_module_gets_it_as_it_is()
    {
        var signed = Sign(null, kernelSigning: true);

        Assert.Equal(("module", null), (Text(signed.Module!.Content), signed.Module.Signature));
        Assert.True(signed.Words.IsEmpty);
    }

    [Fact]
    public void Kernel_signatures_are_off_until_somebody_switches_them_on()
    {
        var signed = Sign(new OwnerKeys(["11:22"]), kernelSigning: false);

        Assert.Equal("module", Text(signed.Module!.Content));
        Assert.StartsWith("Server: WARNING: ", Text(signed.Words), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_common_signs()
    {
        var signed = Sign(new OwnerKeys(["aa:bb", "33:44"]), kernelSigning: true);

        Assert.Equal("module+11:22", Text(signed.Module!.Content));
        Assert.Equal("Module signed with MOK, fingerprint \"11:22\"\n", Text(signed.Words));
    }

    [Fact]
    public void Without_a_key_in_common_there_is_a_certificate_to_enrol_and_no_module()
    {
        var signed = Sign(new OwnerKeys([]), kernelSigning: true);

        Assert.Equal((null, "certificate"), (signed.Module, Text(signed.OwnerKey!.Value)));
        Assert.Contains("\t# sudo mokutil --import signing_key.x509\n", Text(signed.Words), StringComparison.Ordinal);
    }

    [Fact]
    public void Stapruns_signature_covers_the_kernels()
    {
        var signed = Sign(new OwnerKeys(["11:22"]), kernelSigning: true, "stapusr");

        Assert.Equal(("module+11:22", "signature of module+11:22"), (Text(signed.Module!.Content), Text(signed.Module.Signature!.Value)));
    }

    [Fact]
    public void What_the_signer_refuses_goes_nowhere() =>
        Assert.Throws<FarmException>(() => Sign(null, kernelSigning: false, "stapsys", new FakeSigner { Refuses = true }));

    private static SignedAnswer Sign(OwnerKeys? enrolled, bool kernelSigning, string privilege = "stapdev", FakeSigner? signer = null)
    {
        signer ??= new FakeSigner();
        using var services = new ServiceCollection().AddSingleton<IModuleSigner>(signer).AddSingleton<IMachineOwnerKeys>(signer).BuildServiceProvider();
        var request = new StapRequest(new(5, 1), "6.1", "x86_64", [], new(), [], [], enrolled);
        var options = OptionSet.Create(FrontDoor.StapPort, [new StapOption("--privilege", Encoding.ASCII.GetBytes(privilege))], 0);
        return new ClientSignatures(services, Options.Create(new StapPortOptions { KernelSigning = kernelSigning })).Sign(request, options, "stap_1", Module);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
