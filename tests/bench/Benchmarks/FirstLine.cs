using StapFarm.Bench.Measuring;
using StapFarm.Bench.Plain;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>How long a user waits for a script's first line when its module is cached and the target is there.</summary>
internal sealed class FirstLine(BenchPlace place) : IBenchmark
{
    private const string Name = "bench_first_line";
    private const string Script = "probe begin { println(\"first line\") exit() }";

    private PlainStaprun? _staprun;
    private string _module = "";

    public BenchmarkInfo Info { get; } = new(
        "first-line", "stapfarm run of a cached module, start to first line", "staprun on the same target", Unit.Seconds, Rounds: 9);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _staprun = await place.StaprunAsync(cancellationToken);
        _module = await _staprun.PutModuleAsync(await place.ModuleAsync(Name, ["-e", Script], cancellationToken), cancellationToken);
        await FarmAsync(0, cancellationToken);
        await PlainAsync(0, cancellationToken);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken)
    {
        var run = await BenchPlace.CliAsync(await place.FarmAsync(), ["run", "-m", Name, "-e", Script, "--on", BenchPlace.TargetName], cancellationToken);
        return run.Bytes > 0 ? run.FirstOutput.TotalSeconds : throw new BenchException($"The script printed nothing: {run.Errors}");
    }

    public async Task<double> PlainAsync(int round, CancellationToken cancellationToken) =>
        (await _staprun!.FirstOutputAsync(_module, cancellationToken)).TotalSeconds;
}
