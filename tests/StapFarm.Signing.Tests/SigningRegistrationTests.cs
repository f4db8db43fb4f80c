using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StapFarm.Model.Signing;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Tests.Modules;
using Xunit;

namespace StapFarm.Signing.Tests;

public sealed class SigningRegistrationTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_registered_signer_signs_with_the_folders_key()
    {
        await using var services = new ServiceCollection().AddLogging().AddSigning(options =>
        {
            options.Folder = _folder.Folder;
            options.CreateMissingKeys = true;
        }).BuildServiceProvider();

        var signer = services.GetRequiredService<ITicketSigner>();

        Assert.True(File.Exists(_folder.TicketKey));
        Assert.Contains("PUBLIC KEY", signer.PublicKeyPem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_registered_module_signer_signs_with_the_folders_keys_and_those_that_are_put_there()
    {
        var key = OwnerKeyFiles.Small(MadeKeys.Now);
        _folder.Put(FileKeyRing.StaprunSignerFile, MadeKeys.StaprunSigner);
        _folder.Put(key);
        await using var services = new ServiceCollection().AddLogging().AddSigning(options => options.Folder = _folder.Folder)
            .AddModuleSigning()
            .AddSingleton<IModuleReader>(new ClaimedLevel(ModulePrivilege.Stapusr))
            .BuildServiceProvider();

        var signer = services.GetRequiredService<IModuleSigner>();

        Assert.Equal(512, signer.SignForStaprun(new byte[10]).Length);
        Assert.NotEqual(0, signer.SignForKernel(new byte[10], services.GetRequiredService<IMachineOwnerKeys>().Find([key.Sha1])!).Length);
    }

    [Fact]
    public async Task Without_a_folder_it_is_refused_by_the_options_name()
    {
        await using var services = new ServiceCollection().AddLogging().AddSigning(_ => { }).BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<KeyRingOptions>>().Value);

        Assert.Contains("Folder", exception.Message, StringComparison.Ordinal);
    }
}
