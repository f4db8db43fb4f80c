using StapFarm.Model.Tickets;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The role that has the keys.</summary>
internal static class SignerRole
{
    public static void AddSigner(this IServiceCollection services, IConfiguration configuration, FarmFolders folders, FarmRoles roles)
    {
        services.AddKeys(configuration, folders, alone: roles.Roles.HasFlag(FarmRole.Embedded));
        services.AddHostedService<KeysAtStart>();
    }

    /// <summary>A key that is missing or unreadable is a matter of the start, not of the first run.</summary>
    private sealed class KeysAtStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = services.GetRequiredService<ITicketSigner>().PublicKeyPem;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
