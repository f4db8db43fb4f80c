using System.Text.RegularExpressions;

namespace StapFarm.Testing.Farm.StapClients;

/// <summary>A farm of a test's own with the port for stap, as its administrator sees it; no client trusts it yet.</summary>
public sealed partial class StapPortFarm(RealFarm farm) : IDisposable
{
    public RealFarm Farm => farm;

    public static async Task<StapPortFarm> StartAsync(params string[] settings) =>
        new(await RealFarm.StartAsync(["--Farm:StapPort:Listen=127.0.0.1:0", .. settings]));

    /// <summary>ADDRESS:PORT; another one when it was started again.</summary>
    public async Task<string> AddressAsync() => (await ShownAsync("address"))[0];

    public async Task<string> PortAsync() => (await AddressAsync()).Split(':')[^1];

    /// <summary>Of its certificates, the one in use first.</summary>
    public async Task<IReadOnlyList<string>> FingerprintsAsync() => await ShownAsync("SHA-256");

    /// <inheritdoc cref="FingerprintsAsync"/>
    public async Task<IReadOnlyList<string>> SerialsAsync() => await ShownAsync("serial");

    public async Task<string> SignerFingerprintAsync() => (await ShownAsync("signer SHA-256"))[0];

    /// <summary>One step of a rotation: <c>rotate</c>, <c>activate</c>, <c>retire</c>.</summary>
    public async Task StepAsync(string step)
    {
        var ended = await farm.CliAsync("farm", "certificate", step);
        ended.EnsureSuccess();
    }

    /// <summary>Has a client trust certificates of the farm, with stapfarm's own command.</summary>
    public Task<ProgramResult> TrustAsync(StapClient client, params IEnumerable<string> fingerprints) =>
        client.RunAsync(
            client.Release == "4.8" ? Binaries.Cli : "/mnt/stapfarm",
            ["trust", "--farm", farm.Url, "--apply", .. fingerprints.SelectMany(one => (string[])["--fingerprint", one])]);

    public void Dispose() => farm.Dispose();

    private async Task<IReadOnlyList<string>> ShownAsync(string name)
    {
        var shown = await farm.CliAsync("farm", "certificate");
        shown.EnsureSuccess();
        return [.. Row().Matches(shown.Stdout).Where(row => row.Groups[1].Value == name).Select(row => row.Groups[2].Value)];
    }

    [GeneratedRegex(@"^(address|SHA-256|signer SHA-256|serial)\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
