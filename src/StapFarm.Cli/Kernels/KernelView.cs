namespace StapFarm.Cli.Kernels;

/// <summary>A kernel of the farm, as JSON shows it.</summary>
/// <param name="AddedAt">UTC.</param>
internal sealed record KernelView(
    string Tree,
    KernelIdentityView Identity,
    string Compiler,
    bool HasDebugInfo,
    string Source,
    long Bytes,
    DateTimeOffset AddedAt,
    string? PromotedToolchain,
    IReadOnlyList<string> Packages)
{
    public static KernelView Of(V1.Kernel kernel) => new(
        kernel.Tree,
        KernelIdentityView.Of(kernel.Identity),
        kernel.Compiler,
        kernel.HasDebugInfo,
        kernel.Source,
        kernel.Bytes,
        DateTimeOffset.FromUnixTimeMilliseconds(kernel.AddedAtUnixMs),
        kernel.PromotedToolchain.Length == 0 ? null : kernel.PromotedToolchain,
        [.. kernel.Packages]);
}
