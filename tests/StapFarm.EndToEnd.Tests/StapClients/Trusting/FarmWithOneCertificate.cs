using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients.Trusting;

/// <summary>A farm whose certificate for stap also signs for staprun.</summary>
public sealed class FarmWithOneCertificate : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _keys = new();

    internal StapPortFarm Farm { get; private set; } = null!;

    private string Certificate => _keys.File("stap-server.pem");

    public async Task InitializeAsync()
    {
        // The signer makes no certificate that it was told of by name.
        using (var first = await StapPortFarm.StartAsync($"--Farm:StapPort:Certificate={Certificate}"))
        {
        }

        Farm = await StapPortFarm.StartAsync($"--Farm:StapPort:Certificate={Certificate}", $"--Farm:Signing:StaprunSigner={Certificate}");
    }

    public Task DisposeAsync()
    {
        Farm?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _keys.Dispose();
}
