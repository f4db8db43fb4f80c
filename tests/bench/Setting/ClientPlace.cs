using System.Diagnostics;
using StapFarm.Testing.Farm.StapClients;

namespace StapFarm.Bench.Setting;

/// <summary>
/// Unmodified clients (stap 5.1), each in a folder of its own, who trust a farm and a stock stap-serverd beside it with the same
/// toolchain and kernel.
/// </summary>
internal sealed class ClientPlace(BenchPlace place) : IDisposable
{
    /// <summary>As many as ask at once.</summary>
    public const int Count = 8;

    private readonly List<StapClient> _clients = [];
    private StapPortFarm? _farm;
    private StockServer? _stock;

    /// <summary>ADDRESS:PORT.</summary>
    public string Farm { get; private set; } = "";

    /// <inheritdoc cref="Farm"/>
    public string Stock { get; private set; } = "";

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_farm is not null)
        {
            return;
        }

        _farm = await StapPortFarm.StartAsync();
        Farm = await _farm.AddressAsync();
        _stock = new StockServer((await place.PairAsync(cancellationToken)).Toolchain);
        Stock = _stock.Address;
        for (var i = 0; i < Count; i++)
        {
            var client = StapClient.Of("5.1");
            _clients.Add(client);
            (await _farm.TrustAsync(client, await _farm.FingerprintsAsync())).EnsureSuccess();
            await _stock.TrustedByAsync(client);
        }
    }

    /// <summary>One client asks for a module.</summary>
    /// <returns>Seconds, from the start of stap to its end.</returns>
    /// <param name="isCached">Whether it must come from a cache, or mustn't; null when it may.</param>
    /// <exception cref="BenchException">It failed, or came from elsewhere.</exception>
    public async Task<double> AskAsync(string server, string script, bool? isCached = null)
    {
        var clock = Stopwatch.StartNew();
        await AskAsync(_clients[0], server, script, isCached);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>All clients ask at once.</summary>
    /// <returns>Seconds, until the last has its module.</returns>
    public async Task<double> AskAllAsync(string server, Func<int, string> script)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(_clients.Select((client, number) => AskAsync(client, server, script(number), null)));
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _stock?.Dispose();
        _farm?.Dispose();
    }

    // Without -m, which would keep the stock server's stap from using its cache.
    private static async Task AskAsync(StapClient client, string server, string script, bool? isCached)
    {
        var ended = await client.StapAsync($"--use-server={server}", "-v", "-r", BenchPlace.Kernel, "-p4", "-e", script);
        ended.EnsureSuccess();
        if (isCached is { } cached && ended.Stderr.Contains("using cached", StringComparison.Ordinal) != cached)
        {
            throw new BenchException($"The server was to {(cached ? "use" : "miss")} stap's cache and didn't: {ended.Stderr}");
        }
    }
}
