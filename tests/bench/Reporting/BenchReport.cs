using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Reporting;

/// <summary>What a run of benchmarks found, and where.</summary>
/// <param name="Stap">Release of stap; null when none was used.</param>
/// <param name="Target">How the target's processors were made; null when none was booted.</param>
internal sealed record BenchReport(MachineFacts Machine, string Kernel, string? Stap, string? Target, IReadOnlyList<Measurement> Measurements);
