using StapFarm.Bench.Measuring;
using StapFarm.Bench.Plain;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>A script that nobody has built before, on a pair whose trials are done: another one in each round.</summary>
internal sealed class NextBuild(BenchPlace place) : IBenchmark
{
    private const int FirstScript = 1000;

    private PlainStap? _stap;

    public BenchmarkInfo Info { get; } = new(
        "next-build", "new script on a prepared pair, to file written", "stap -p4, its trials done", Unit.Seconds, Rounds: 9, Expected: 1);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _stap = await place.NewStapAsync(cancellationToken);
        await _stap.TranslateAsync(FunctionProbe.Script(FirstScript), cancellationToken);
        await BenchPlace.BuildAsync(await place.FarmAsync(), FunctionProbe.Script(FirstScript), place.NewFolder("next-build"), cancellationToken);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken) =>
        (await BenchPlace.BuildAsync(await place.FarmAsync(), Script(round), place.NewFolder("next-build"), cancellationToken)).Elapsed.TotalSeconds;

    public async Task<double> PlainAsync(int round, CancellationToken cancellationToken) =>
        (await _stap!.TranslateAsync(Script(round), cancellationToken)).Elapsed.TotalSeconds;

    private static string Script(int round) => FunctionProbe.Script(FirstScript + 1 + round);
}
