using Microsoft.Extensions.DependencyInjection;
using StapFarm.Model.Tickets;
using StapFarm.Signing.Keys;
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
        services.AddSingleton<IKeyRing, FileKeyRing>();
        services.AddSingleton<ITicketSigner, TicketSigner>();
        return services;
    }

    /// <summary><see cref="IServerCertificate"/> in a file, which a front needs without the signer's keys.</summary>
    public static IServiceCollection AddServerCertificate(this IServiceCollection services, Action<ServerCertificateOptions> configure)
    {
        services.AddOptions<ServerCertificateOptions>().Configure(configure).ValidateDataAnnotations();
        services.AddSingleton<IServerCertificate, FileServerCertificate>();
        return services;
    }
}
