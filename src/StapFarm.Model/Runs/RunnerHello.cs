using StapFarm.Model.Kernels;

namespace StapFarm.Model.Runs;

/// <summary>What a runner says of itself when it connects.</summary>
/// <param name="Id">The runner's identity, made once and kept on the target; not its host name.</param>
/// <param name="Incarnation">Another value for each start of the runner's process.</param>
/// <param name="Name">For people; a host name by default.</param>
/// <param name="Version">The runner's release.</param>
/// <param name="Labels">What selectors match, e.g. <c>rack=7</c>.</param>
/// <param name="Lockdown">The kernel's lockdown mode: <c>none</c>, <c>integrity</c>, <c>confidentiality</c>; empty when it has none.</param>
/// <param name="EnrolledKeys">Fingerprints of module-signing keys enrolled on the target.</param>
/// <param name="Capabilities">What it can do beyond the first version.</param>
public sealed record RunnerHello(
    string Id,
    string Incarnation,
    string Name,
    string Version,
    KernelIdentity Kernel,
    IReadOnlyDictionary<string, string> Labels,
    string Lockdown,
    IReadOnlyList<string> EnrolledKeys,
    IReadOnlyList<string> Capabilities);
