using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.StapProtocol;

namespace StapFarm.CompileServer.StapPort;

/// <summary>
/// Chooses a toolchain whose modules the client's own staprun can run: what modules and staprun say to each other changed
/// with stap 5.0, and nothing in the protocol tells them.
/// </summary>
internal sealed class ClientToolchains(IToolchainDepot toolchains, IToolchainSelector selector, IPairRegistry pairs)
{
    /// <returns>The farm's choice if it fits or nothing does; else the newest that fits and isn't known to fail.</returns>
    public async Task<(ToolchainChoice Choice, bool Fits)> SelectAsync(KernelTree tree, ClientVersion client, CancellationToken cancellationToken)
    {
        var usual = await selector.SelectAsync(tree, null, cancellationToken);
        if (Fits(usual.Toolchain, client))
        {
            return (usual, true);
        }

        foreach (var toolchain in (await toolchains.ListAsync(cancellationToken)).Where(one => Fits(one, client)).OrderByDescending(Release))
        {
            var pair = await pairs.GetAsync(new PairName(toolchain.Digest, tree.Digest), cancellationToken);
            if (pair.State != PairState.Fails && await TryAsync(tree, toolchain, cancellationToken) is { } choice)
            {
                return (choice, true);
            }
        }

        return (usual, false);
    }

    private static bool Fits(Toolchain toolchain, ClientVersion client) => Release(toolchain) is { } release && client.Runs(release);

    private static ClientVersion? Release(Toolchain toolchain) => ClientVersion.TryParse(toolchain.StapVersion, out var release) ? release : null;

    private async Task<ToolchainChoice?> TryAsync(KernelTree tree, Toolchain toolchain, CancellationToken cancellationToken)
    {
        try
        {
            return await selector.SelectAsync(tree, toolchain.Digest.ToString(), cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.NoToolchain)
        {
            return null;
        }
    }
}
