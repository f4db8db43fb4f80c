using System.Globalization;
using StapFarm.Bench.Measuring;
using StapFarm.Bench.Plain;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>
/// A script that prints as fast as it can, a little less than the 16 MB that its kernel's buffer holds, so that nothing is
/// lost however slow the way is. Of the farm the whole way to the command's output is measured. The script is stopped when
/// all has come: with exit() at its end stapio 5.1 drops what it hasn't written to its pipe yet, and says nothing of it.
/// </summary>
internal sealed class RelayThroughput(BenchPlace place) : IBenchmark
{
    private const string Name = "bench_relay";
    private const int Line = 100;
    private const int Block = 100_000;
    private const int Blocks = 125;
    private const int Lines = 1 + (Block / Line * Blocks);
    private static readonly string Script = string.Create(
        CultureInfo.InvariantCulture, $"probe begin {{ for (i = 0; i < {Lines}; i++) println(\"{new string('x', Line - 1)}\") }}");

    private static readonly string[] Words = ["-D", "MAXACTION=10000000", "-D", "MAXACTION_INTERRUPTIBLE=10000000", "-e", Script];

    private PlainStaprun? _staprun;
    private string _module = "";

    public BenchmarkInfo Info { get; } = new(
        "relay", "output of a script, target to command", "staprun into a pipe on the same target", Unit.MegabytesPerSecond, Rounds: 7);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _staprun = await place.StaprunAsync(cancellationToken);
        _module = await _staprun.PutModuleAsync(await place.ModuleAsync(Name, Words, cancellationToken), cancellationToken);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken)
    {
        var run = await BenchPlace.CliAsync(await place.FarmAsync(), ["run", "-m", Name, .. Words, "--on", BenchPlace.TargetName], cancellationToken, interruptAfter: Lines * Line);
        return run.Bytes == Lines * Line
            ? Rate(run.LastOutput - run.FirstOutput)
            : throw new BenchException($"The script printed {Lines * Line} bytes, and {run.Bytes} came: {run.Errors}");
    }

    public async Task<double> PlainAsync(int round, CancellationToken cancellationToken) =>
        Rate(await _staprun!.DrainAsync(_module, Line, Block, Blocks, cancellationToken));

    private static double Rate(TimeSpan time) => Block * Blocks / 1e6 / time.TotalSeconds;
}
