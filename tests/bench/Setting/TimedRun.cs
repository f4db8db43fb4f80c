namespace StapFarm.Bench.Setting;

/// <summary>A program's run, on the clock. Times count from just before its start.</summary>
/// <param name="Elapsed">Until it had ended and its output was read.</param>
/// <param name="FirstOutput">Until the first byte of its standard output; zero when it wrote none.</param>
/// <param name="LastOutput">Until the last.</param>
/// <param name="Bytes">Length of its standard output.</param>
internal sealed record TimedRun(TimeSpan Elapsed, TimeSpan FirstOutput, TimeSpan LastOutput, long Bytes, string Errors);
