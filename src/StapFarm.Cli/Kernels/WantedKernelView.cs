namespace StapFarm.Cli.Kernels;

/// <summary>A kernel that the farm should have, as JSON shows it.</summary>
/// <param name="LastAskedAt">UTC; none when nobody asked for it.</param>
internal sealed record WantedKernelView(
    KernelIdentityView Identity,
    bool HasOtherBuild,
    IReadOnlyList<string> Runners,
    int AskedTimes,
    DateTimeOffset? LastAskedAt,
    IReadOnlyList<string> Packages,
    string Where,
    string Command)
{
    public static WantedKernelView Of(V1.WantedKernel kernel) => new(
        KernelIdentityView.Of(kernel.Identity),
        kernel.HasOtherBuild,
        [.. kernel.Runners],
        kernel.AskedTimes,
        kernel.AskedTimes > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(kernel.LastAskedAtUnixMs) : null,
        [.. kernel.Packages],
        kernel.Where,
        kernel.Command);
}
