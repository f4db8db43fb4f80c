using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;
using StapFarm.Runner.Options;
using StapFarm.Runner.Target;

namespace StapFarm.Runner;

/// <summary>What this runner says of itself; keys and lockdown as they are at that moment.</summary>
internal sealed class HelloSource(string identity, RunnerOptions options, IKernelFacts kernel)
{
    private readonly string _incarnation = Guid.NewGuid().ToString("N");

    public Protocol.V1.RunnerHello Make() => new RunnerHello(
        identity,
        _incarnation,
        options.Name,
        RunnerVersion.Text,
        kernel.Identity,
        options.Labels,
        kernel.Lockdown,
        kernel.EnrolledKeys,
        []).ToProto();
}
