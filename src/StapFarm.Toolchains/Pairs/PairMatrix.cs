using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>All toolchains against all kernel trees.</summary>
public sealed class PairMatrix(IToolchainDepot toolchains, IKernelDepot kernels, IPairRegistry pairs)
{
    /// <returns>By kernel release, then stap release.</returns>
    public async Task<IReadOnlyList<PairMatrixCell>> ReadAsync(CancellationToken cancellationToken)
    {
        var columns = (await toolchains.ListAsync(cancellationToken).ConfigureAwait(false))
            .OrderBy(toolchain => toolchain.StapVersion, StapReleaseComparer.Instance)
            .ThenBy(toolchain => toolchain.AddedAt)
            .ToList();
        var rows = (await kernels.ListAsync(cancellationToken).ConfigureAwait(false))
            .OrderBy(tree => tree.Identity.Release, StringComparer.Ordinal)
            .ThenBy(tree => tree.AddedAt);
        var cells = new List<PairMatrixCell>();
        foreach (var tree in rows)
        {
            var promoted = await pairs.PromotedAsync(tree.Digest, cancellationToken).ConfigureAwait(false);
            foreach (var toolchain in columns)
            {
                var record = await pairs.GetAsync(new PairName(toolchain.Digest, tree.Digest), cancellationToken).ConfigureAwait(false);
                cells.Add(new PairMatrixCell(toolchain, tree, record, promoted == toolchain.Digest, PairObstacle.Of(toolchain, tree)));
            }
        }

        return cells;
    }
}
