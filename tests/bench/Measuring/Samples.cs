namespace StapFarm.Bench.Measuring;

/// <summary>The values of all rounds, in the order in which they were taken.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    /// <exception cref="ArgumentException">There are none, or one is no positive number: then nothing was measured.</exception>
    public Samples(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || values.Any(value => !double.IsFinite(value) || value <= 0))
        {
            throw new ArgumentException($"[{string.Join(", ", values)}] are no measurements.", nameof(values));
        }

        Values = values;
        _sorted = [.. values.Order()];
    }

    public IReadOnlyList<double> Values { get; }

    public int Count => _sorted.Length;

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>The value in the middle; of an even number the mean of the two there.</summary>
    public double Median => (_sorted[(Count - 1) / 2] + _sorted[Count / 2]) / 2;
}
