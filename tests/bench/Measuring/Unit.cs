namespace StapFarm.Bench.Measuring;

/// <summary>What a benchmark's numbers are.</summary>
internal enum Unit
{
    /// <summary>Less is better.</summary>
    Seconds,

    /// <summary>Millions of bytes per second; more is better.</summary>
    MegabytesPerSecond,
}
