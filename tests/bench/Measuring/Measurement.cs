namespace StapFarm.Bench.Measuring;

/// <summary>What a benchmark found.</summary>
internal sealed record Measurement(BenchmarkInfo Info, Samples Farm, Samples Plain)
{
    /// <summary>How many times better the farm is than plain, by the medians: above 1 it is better, in whatever unit.</summary>
    public double Ratio => Info.Unit == Unit.Seconds ? Plain.Median / Farm.Median : Farm.Median / Plain.Median;

    /// <summary>Whether the farm is as good as expected; null where nothing is.</summary>
    public bool? Met => Info.Expected is { } expected ? Ratio >= expected : null;
}
