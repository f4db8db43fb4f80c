using StapFarm.Cli.Kernels;

namespace StapFarm.Cli.Runs;

/// <summary>A runner, as JSON shows it.</summary>
internal sealed record RunnerView(
    string Id,
    string Name,
    bool Connected,
    DateTimeOffset LastSeen,
    KernelIdentityView Kernel,
    IReadOnlyDictionary<string, string> Labels,
    string Lockdown,
    string Version,
    int Sessions)
{
    public static RunnerView Of(V1.Runner runner) => new(
        runner.Hello.RunnerId,
        runner.Hello.Name,
        runner.Connected,
        DateTimeOffset.FromUnixTimeMilliseconds(runner.LastSeenUnixMs),
        KernelIdentityView.Of(runner.Hello.Kernel),
        runner.Hello.Labels.ToDictionary(),
        runner.Hello.Lockdown,
        runner.Hello.Version,
        runner.Sessions);
}
