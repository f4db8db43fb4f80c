using Xunit;

namespace StapFarm.EndToEnd.Tests.Probes;

/// <summary>Every kind of probe of kernel space that stap documents, on both kernels.</summary>
[Trait("lane", "long")]
public sealed class EveryProbeTests(ProbeLab lab) : IClassFixture<ProbeLab>
{
    public static TheoryData<string> Scripts => [.. ProbeScript.Names];

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task A_probe_of_each_kind_fires_on_both_kernels(string script) => lab.DemandFiresOnBothAsync(script);
}
