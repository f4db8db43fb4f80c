using StapFarm.Cli.Modules;

namespace StapFarm.Cli.Builds;

/// <summary>What <c>explain --json</c> prints.</summary>
internal sealed record ExplainView(
    string ModuleKey,
    bool Cached,
    string Toolchain,
    string ToolchainReason,
    IReadOnlyList<KeyFieldView> Fields,
    string? NearestModuleKey,
    IReadOnlyList<string> Differing)
{
    public static ExplainView Of(V1.ExplainBuildResponse explanation) => new(
        explanation.ModuleKey,
        explanation.Cached,
        explanation.Toolchain,
        explanation.ToolchainReason,
        [.. explanation.Fields.Select(KeyFieldView.Of)],
        explanation.NearestModuleKey.Length == 0 ? null : explanation.NearestModuleKey,
        [.. explanation.Differing]);
}
