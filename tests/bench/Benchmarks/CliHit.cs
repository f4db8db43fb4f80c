using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>A script that was built before, asked for by the command.</summary>
internal sealed class CliHit(BenchPlace place, CachedScript script) : IBenchmark
{
    private string _folder = "";

    public BenchmarkInfo Info { get; } = new(
        "cli-hit", "cache hit of stapfarm build, start to file written", "stap -p4 again, from its cache", Unit.Seconds, Rounds: 15, Expected: 10);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await script.PrepareAsync(cancellationToken);
        _folder = place.NewFolder("hit");
        await FarmAsync(0, cancellationToken);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken) =>
        (await BenchPlace.BuildAsync(await place.FarmAsync(), script.Text, _folder, cancellationToken)).Elapsed.TotalSeconds;

    public Task<double> PlainAsync(int round, CancellationToken cancellationToken) => script.RerunPlainAsync(cancellationToken);
}
