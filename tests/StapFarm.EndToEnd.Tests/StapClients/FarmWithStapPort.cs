using System.Text.RegularExpressions;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>One farm with the port for stap, and a client of each release that trusts it.</summary>
public sealed partial class FarmWithStapPort : IAsyncLifetime
{
    private readonly Dictionary<string, StapClient> _clients = [];

    /// <summary>Further settings of the farm.</summary>
    internal string[] Settings { get; init; } = [];

    internal RealFarm Farm { get; private set; } = null!;

    /// <summary>ADDRESS:PORT.</summary>
    internal string Address { get; private set; } = "";

    internal string Fingerprint { get; private set; } = "";

    internal string SignerFingerprint { get; private set; } = "";

    internal StapClient Client(string release) => _clients[release];

    public async Task InitializeAsync()
    {
        Farm = await RealFarm.StartAsync(["--Farm:StapPort:Listen=127.0.0.1:0", .. Settings]);
        var shown = (await Farm.CliAsync("farm", "certificate")).Stdout;
        Address = AddressLine().Match(shown).Groups[1].Value;
        Fingerprint = FingerprintLine().Match(shown).Groups[1].Value;
        SignerFingerprint = SignerLine().Match(shown).Groups[1].Value;
        foreach (var release in StapClient.Releases)
        {
            var client = _clients[release] = StapClient.Of(release);
            var trusted = await TrustAsync(client);
            Assert.True(trusted.ExitCode == 0, $"{client}: {trusted}");
        }
    }

    public Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        Farm?.Dispose();
        return Task.CompletedTask;
    }

    internal Task<ProgramResult> TrustAsync(StapClient client) =>
        client.RunAsync(client.Release == "4.8" ? Binaries.Cli : "/mnt/stapfarm", "trust", "--farm", Farm.Url, "--fingerprint", Fingerprint, "--apply");

    /// <summary>Asks the farm with a client of this release, for the 6.1 kernel.</summary>
    internal Task<ProgramResult> AskAsync(string release, params string[] arguments) =>
        Client(release).StapAsync([$"--use-server={Address}", "-r", SharedFarm.Kernel61, .. arguments]);

    [GeneratedRegex(@"^address\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"^signer SHA-256\s+([0-9a-f]{64})", RegexOptions.Multiline)]
    private static partial Regex SignerLine();

    [GeneratedRegex(@"^SHA-256\s+([0-9a-f]{64})", RegexOptions.Multiline)]
    private static partial Regex FingerprintLine();
}
