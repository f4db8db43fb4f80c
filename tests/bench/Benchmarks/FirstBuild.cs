using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;
using StapFarm.Testing.Farm;

namespace StapFarm.Bench.Benchmarks;

/// <summary>
/// The first build of a pair, nothing prepared. The farm does more in it than stap: also the trials of <c>-g</c>, of types
/// and of tracepoints, which stap does when a script first needs them.
/// </summary>
internal sealed class FirstBuild(BenchPlace place) : IBenchmark
{
    private string _script = "";

    public BenchmarkInfo Info { get; } = new(
        "first-build", "first build of a pair, all trials, to file written", "stap -p4, its own trials only", Unit.Seconds, Rounds: 1);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await place.PairAsync(cancellationToken);
        _script = FunctionProbe.Script(1);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken)
    {
        using var farm = await RealFarm.StartAsync($"--Farm:Folders:Prepared={place.NewFolder("prepared")}");
        return (await BenchPlace.BuildAsync(farm, _script, place.NewFolder("first-build"), cancellationToken)).Elapsed.TotalSeconds;
    }

    public async Task<double> PlainAsync(int round, CancellationToken cancellationToken) =>
        (await (await place.NewStapAsync(cancellationToken)).TranslateAsync(_script, cancellationToken)).Elapsed.TotalSeconds;
}
