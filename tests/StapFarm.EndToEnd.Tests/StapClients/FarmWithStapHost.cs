using StapFarm.Lab.Exec;
using StapFarm.Lab.Firmware;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>A farm with the port for stap, and a machine whose root and whose user trust it, as a server and as a signer.</summary>
public class FarmWithStapHost : IAsyncLifetime
{
    private static readonly string[] OnHost = ["5.1", "5.6"];

    private readonly FarmWithStapPort _port;

    public FarmWithStapHost()
        : this([])
    {
    }

    private protected FarmWithStapHost(params string[] settings) => _port = new FarmWithStapPort { Settings = settings };

    internal RealFarm Farm => _port.Farm;

    internal StapHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _port.InitializeAsync();
        Host = await BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        await _port.DisposeAsync();
    }

    /// <summary>Runs stap with the farm as its server on the machine.</summary>
    /// <param name="arguments">As a shell takes them.</param>
    internal Task<ExecResult> StapAsync(string release, string user, string arguments) => StapAsync(Host, release, user, arguments);

    private protected Task<ExecResult> StapAsync(StapHost host, string release, string user, string arguments) =>
        host.RunAsync(release, user, $"stap --use-server={StapHost.Seen(_port.Address)} {arguments}");

    private protected virtual Task<StapHost> BootAsync() => BootTrustingAsync(null);

    private protected async Task<StapHost> BootTrustingAsync(MachineFirmware? firmware, params string[] kernelArguments)
    {
        var host = await StapHost.BootAsync(OnHost, firmware, kernelArguments);
        foreach (var release in OnHost)
        {
            await TrustAsync(StapHost.Root, $"--fingerprint {_port.Fingerprint}");
            await TrustAsync(StapHost.User, $"--fingerprint {_port.Fingerprint}");
            await TrustAsync(StapHost.Root, $"--signer --fingerprint {_port.SignerFingerprint}");
            // What docs/stap-clients.md says for users of stap 5.5 and later.
            await host.RunAsync(release, StapHost.User, "ln -s / sql:");

            async Task TrustAsync(string user, string arguments)
            {
                var trusted = await host.RunAsync(release, user, $"stapfarm trust --farm {StapHost.Seen(_port.Farm.Url)} {arguments} --apply");
                Assert.True(trusted.ExitCode == 0, $"{release} {user}: {trusted.Output}{trusted.Error}");
            }
        }

        return host;
    }
}
