using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Signatures;

/// <summary>Signatures for kernels that load signed modules only.</summary>
public sealed class SignaturesServiceTests : IAsyncLifetime
{
    private readonly FakeSigner _signer = new();
    private TestFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await TestFarm.StartAsync(services => services.AddSingleton<IModuleSigner>(_signer).AddSingleton<IMachineOwnerKeys>(_signer));
        await _farm.StartWorkerAsync("worker-1");
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Theory]
    [InlineData]
    [InlineData("aa:bb", "33:44")]
    public async Task A_module_of_the_farm_is_signed_by_its_key_or_by_one_that_the_machine_has(params string[] enrolled)
    {
        var built = await _farm.BuildAsync(Samples.Build("probe begin {}"));

        var signed = await _farm.Signatures.SignForKernelAsync(new() { ModuleKey = built.Done.Build.ModuleKey, Enrolled = { enrolled } });

        Assert.Equal(("+11:22", "11:22"), (signed.Signature.ToStringUtf8(), signed.Key.Sha1));
        Assert.Equal((built.Done.Build.Content, built.Done.Build.ModuleName), (signed.Content, signed.ModuleName));
    }

    [Fact]
    public async Task Without_a_key_in_common_it_is_said_how_to_enrol_one()
    {
        var built = await _farm.BuildAsync(Samples.Build("probe begin {}"));

        var failure = await FarmAssert.FailsAsync(
            FailureCode.NotFound, async () => await _farm.Signatures.SignForKernelAsync(new() { ModuleKey = built.Done.Build.ModuleKey, Enrolled = { "aa:bb" } }));

        Assert.Contains("stapfarm farm owner-key --der FILE", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_farm_has_not_built_is_not_signed()
    {
        var request = Samples.Build("");
        request.Source.ClearScript();
        request.Source.Options.Add(new V1.StapOption { Name = "-l", Value = ByteString.CopyFromUtf8("kernel.function(\"vfs_*\")") });
        var listing = await _farm.BuildAsync(request);

        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Signatures.SignForKernelAsync(new() { ModuleKey = new string('0', 64) }));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.Signatures.SignForKernelAsync(new() { ModuleKey = listing.Done.Build.ModuleKey }));
    }

    [Fact]
    public async Task A_key_is_made_only_when_that_is_asked_for()
    {
        _signer.HasKey = false;

        Assert.Empty((await _farm.Signatures.ListOwnerKeysAsync(new())).Keys);
        Assert.Single((await _farm.Signatures.ListOwnerKeysAsync(new() { MakeMissing = true })).Keys);
    }
}
