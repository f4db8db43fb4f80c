using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Tests;

internal static class Fakes
{
    public static BenchmarkInfo Info(Unit unit = Unit.Seconds, int rounds = 1, double? expected = null) =>
        new("fake", "of the farm", "of plain", unit, rounds, expected);

    public static Measurement Measurement(Unit unit, double farm, double plain, double? expected = null) =>
        new(Info(unit, expected: expected), new Samples([farm]), new Samples([plain]));
}
