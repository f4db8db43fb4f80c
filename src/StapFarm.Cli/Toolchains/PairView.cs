namespace StapFarm.Cli.Toolchains;

/// <summary>A toolchain with a kernel, as JSON shows it.</summary>
internal sealed record PairView(
    string Toolchain,
    string ToolchainName,
    string StapVersion,
    string Tree,
    string Kernel,
    string State,
    bool Promoted,
    IReadOnlyList<PairEvidenceView> Evidence)
{
    public static PairView Of(V1.ToolchainMatrixCell cell) => new(
        cell.Toolchain,
        cell.ToolchainName,
        cell.StapVersion,
        cell.Tree,
        cell.KernelRelease,
        NameOf(cell.State),
        cell.Promoted,
        [.. cell.Evidence.Select(PairEvidenceView.Of)]);

    public static string NameOf(V1.PairState state) => state switch
    {
        V1.PairState.Builds => "builds",
        V1.PairState.Runs => "runs",
        V1.PairState.Fails => "fails",
        _ => "unknown",
    };
}
