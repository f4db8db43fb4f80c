using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>A script that was built before, asked for by an unmodified client.</summary>
internal sealed class ClientHit(ClientPlace clients) : IBenchmark
{
    private static readonly string Script = FunctionProbe.Script(3000);

    public BenchmarkInfo Info { get; } = new(
        "client-hit", "stap --use-server=FARM -p4, cache hit", "the same of stap-serverd, from its stap's cache", Unit.Seconds, Rounds: 15, Expected: 3);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await clients.PrepareAsync(cancellationToken);
        await clients.AskAsync(clients.Farm, Script);
        await clients.AskAsync(clients.Stock, Script, isCached: false);
    }

    public Task<double> FarmAsync(int round, CancellationToken cancellationToken) => clients.AskAsync(clients.Farm, Script);

    public Task<double> PlainAsync(int round, CancellationToken cancellationToken) => clients.AskAsync(clients.Stock, Script, isCached: true);
}
