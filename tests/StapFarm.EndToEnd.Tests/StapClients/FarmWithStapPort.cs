using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>One farm with the port for stap, and a client of each release that trusts it.</summary>
public sealed class FarmWithStapPort : IAsyncLifetime
{
    private readonly Dictionary<string, StapClient> _clients = [];
    private StapPortFarm _farm = null!;

    /// <summary>Further settings of the farm.</summary>
    internal string[] Settings { get; init; } = [];

    internal RealFarm Farm => _farm.Farm;

    /// <inheritdoc cref="StapPortFarm.AddressAsync"/>
    internal string Address { get; private set; } = "";

    internal string Fingerprint { get; private set; } = "";

    internal string SignerFingerprint { get; private set; } = "";

    internal StapClient Client(string release) => _clients[release];

    public async Task InitializeAsync()
    {
        _farm = await StapPortFarm.StartAsync(Settings);
        Address = await _farm.AddressAsync();
        Fingerprint = (await _farm.FingerprintsAsync()).Single();
        SignerFingerprint = await _farm.SignerFingerprintAsync();
        foreach (var release in StapClient.Releases)
        {
            var client = _clients[release] = StapClient.Of(release);
            (await TrustAsync(client)).EnsureSuccess();
        }
    }

    public Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _farm?.Dispose();
        return Task.CompletedTask;
    }

    internal Task<ProgramResult> TrustAsync(StapClient client) => _farm.TrustAsync(client, Fingerprint);

    /// <summary>Asks the farm with a client of this release, for the 6.1 kernel.</summary>
    internal Task<ProgramResult> AskAsync(string release, params string[] arguments) =>
        Client(release).StapAsync([$"--use-server={Address}", "-r", SharedFarm.Kernel61, .. arguments]);
}
