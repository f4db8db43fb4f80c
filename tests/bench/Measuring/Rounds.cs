namespace StapFarm.Bench.Measuring;

/// <summary>
/// Measures farm and plain in turns, so that what else the machine does hits both, and each goes first in every second
/// round, so that neither always finds what the other left in the machine's caches.
/// </summary>
internal static class Rounds
{
    /// <param name="say">Gets a line about each round.</param>
    public static async Task<Measurement> MeasureAsync(IBenchmark benchmark, Action<string> say, CancellationToken cancellationToken)
    {
        var info = benchmark.Info;
        await benchmark.PrepareAsync(cancellationToken);
        var farm = new List<double>();
        var plain = new List<double>();
        for (var round = 0; round < info.Rounds; round++)
        {
            if (round % 2 == 0)
            {
                farm.Add(await benchmark.FarmAsync(round, cancellationToken));
                plain.Add(await benchmark.PlainAsync(round, cancellationToken));
            }
            else
            {
                plain.Add(await benchmark.PlainAsync(round, cancellationToken));
                farm.Add(await benchmark.FarmAsync(round, cancellationToken));
            }

            say($"{info.Name}: round {round + 1} of {info.Rounds}: farm {Quantity.Text(farm[^1], info.Unit)}, plain {Quantity.Text(plain[^1], info.Unit)}");
        }

        return new Measurement(info, new Samples(farm), new Samples(plain));
    }
}
