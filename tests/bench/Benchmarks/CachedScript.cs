using StapFarm.Bench.Plain;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>One script that the farm and a stap of its own have both built, made once for those who ask for it again.</summary>
internal sealed class CachedScript(BenchPlace place)
{
    private PlainStap? _stap;

    public string Text { get; } = FunctionProbe.Script(2000);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_stap is null)
        {
            var stap = await place.NewStapAsync(cancellationToken);
            await stap.TranslateAsync(Text, cancellationToken);
            await BenchPlace.BuildAsync(await place.FarmAsync(), Text, place.NewFolder("hit"), cancellationToken);
            _stap = stap;
        }
    }

    /// <summary>stap by itself, once more, from its own cache.</summary>
    public async Task<double> RerunPlainAsync(CancellationToken cancellationToken) =>
        (await _stap!.RerunAsync(Text, cancellationToken)).Elapsed.TotalSeconds;
}
