using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>Eight unmodified clients that ask at once for what nobody has built: all for one script, or each for its own.</summary>
internal sealed class ClientBurst(ClientPlace clients, bool identical) : IBenchmark
{
    public BenchmarkInfo Info { get; } = new(
        identical ? "clients-same" : "clients-other",
        $"{ClientPlace.Count} stap --use-server=FARM at once, {(identical ? "one new script" : "a new script each")}, to the last answer",
        "the same of stap-serverd",
        Unit.Seconds,
        Rounds: 5);

    public Task PrepareAsync(CancellationToken cancellationToken) => clients.PrepareAsync(cancellationToken);

    public Task<double> FarmAsync(int round, CancellationToken cancellationToken) => clients.AskAllAsync(clients.Farm, number => Script(round, number));

    public Task<double> PlainAsync(int round, CancellationToken cancellationToken) => clients.AskAllAsync(clients.Stock, number => Script(round, number));

    private string Script(int round, int client) =>
        FunctionProbe.Script((identical ? 4000 : 5000) + (round * ClientPlace.Count) + (identical ? 0 : client));
}
