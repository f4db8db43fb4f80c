using System.Globalization;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Probes;

/// <summary>
/// As many of <see cref="EveryProbeTests"/> as fit into every test run: others each day, or those of the seed in
/// STAPFARM_TEST_SEED, a whole number.
/// </summary>
[Trait("lane", "real")]
public sealed class SomeProbesTests(ProbeLab lab) : IClassFixture<ProbeLab>
{
    private const int Count = 8;

    public static TheoryData<string> Scripts
    {
        get
        {
            var names = ProbeScript.Names.ToArray();
            new Random(Seed).Shuffle(names);
            return [.. names.Take(Count)];
        }
    }

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("STAPFARM_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task A_probe_of_some_kinds_fires_on_both_kernels(string script) => lab.DemandFiresOnBothAsync(script);
}
