namespace StapFarm.Bench.Measuring;

/// <summary>What a benchmark is, for those who choose one and those who read its numbers.</summary>
/// <param name="Name">As the command line takes it.</param>
/// <param name="Farm">What is measured of the farm.</param>
/// <param name="Plain">What stands beside it.</param>
/// <param name="Rounds">How often each of the two is measured.</param>
/// <param name="Expected">How many times better than plain the farm is to be at least; null where nothing is asked.</param>
internal sealed record BenchmarkInfo(string Name, string Farm, string Plain, Unit Unit, int Rounds, double? Expected = null);
