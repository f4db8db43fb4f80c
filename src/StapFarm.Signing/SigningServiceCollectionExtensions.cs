using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StapFarm.Model.Signing;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Modules;
using StapFarm.Signing.Owners;
using StapFarm.Signing.Servers;
using StapFarm.Signing.Tickets;

namespace StapFarm.Signing;

/// <summary>Registers keys and what is done with them.</summary>
public static class SigningServiceCollectionExtensions
{
    /// <summary>
    /// <see cref="IKeyRing"/> on files and <see cref="ITicketSigner"/>. Resolve the signer when the process starts: that
    /// makes a missing key, or says what is wrong with it, before anybody waits for a ticket.
    /// </summary>
    public static IServiceCollection AddSigning(this IServiceCollection services, Action<KeyRingOptions> configure)
    {
        services.AddOptions<KeyRingOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IKeyRing, FileKeyRing>();
        services.AddSingleton<ITicketSigner, TicketSigner>();
        return services;
    }

    /// <summary>
    /// <see cref="IModuleSigner"/> and <see cref="IMachineOwnerKeys"/>, on the keys of <see cref="AddSigning"/>. The host gives an
    /// <see cref="IModuleReader"/>. Resolve the signer when the process starts, as the ticket signer: that makes the staprun
    /// signer where it is missing. A machine owner key is made when one is asked for, never before.
    /// </summary>
    public static IServiceCollection AddModuleSigning(this IServiceCollection services)
    {
        services.AddSingleton<FileOwnerKeys>();
        services.AddSingleton<IMachineOwnerKeys>(provider => provider.GetRequiredService<FileOwnerKeys>());
        services.AddSingleton<IOwnerKeyRing>(provider => provider.GetRequiredService<FileOwnerKeys>());
        services.AddSingleton<IModuleSigner, ModuleSigner>();
        return services;
    }

    /// <summary><see cref="IServerCertificate"/> and its rotation in files, which a front needs without the signer's keys.</summary>
    public static IServiceCollection AddServerCertificate(this IServiceCollection services, Action<ServerCertificateOptions> configure)
    {
        services.AddOptions<ServerCertificateOptions>().Configure(configure).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IServerCertificate, FileServerCertificate>();
        services.AddSingleton<IServerCertificateRotation, FileServerCertificateRotation>();
        return services;
    }
}
