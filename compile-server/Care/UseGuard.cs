using StapFarm.Model.Builds;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Storage.Modules;

namespace StapFarm.CompileServer.Care;

/// <summary>Refuses to take away what is in use, and says by what.</summary>
internal sealed class UseGuard(IUses uses, ModuleCache modules)
{
    private const int Named = 3;

    /// <exception cref="FarmException"><c>InUse</c>; <c>Unavailable</c> when it can't be told.</exception>
    public async Task DemandUnusedAsync(ModuleManifest module, CancellationToken cancellationToken) =>
        Demand($"The module {module.Key.Digest.Short}", await FindAsync((use, _) => use.Module == module.Key, cancellationToken));

    /// <inheritdoc cref="DemandUnusedAsync(ModuleManifest, CancellationToken)"/>
    public async Task DemandUnusedAsync(Toolchain toolchain, CancellationToken cancellationToken) =>
        Demand($"The toolchain {toolchain}", await FindAsync((_, pair) => pair?.Toolchain == toolchain.Digest, cancellationToken));

    /// <inheritdoc cref="DemandUnusedAsync(ModuleManifest, CancellationToken)"/>
    public async Task DemandUnusedAsync(IReadOnlyCollection<KernelTree> trees, CancellationToken cancellationToken)
    {
        var digests = trees.Select(tree => (Digest?)tree.Digest).ToHashSet();
        Demand($"The kernel {trees.First()}", await FindAsync((_, pair) => digests.Contains(pair?.Tree), cancellationToken));
    }

    private async Task<List<Use>> FindAsync(Func<Use, PairName?, bool> isOf, CancellationToken cancellationToken)
    {
        var found = new List<Use>();
        foreach (var use in await uses.ListAsync(cancellationToken))
        {
            // A session's module is in the store as long as it runs, and says what it was built with.
            var pair = use.Pair ?? (use.Module is { } key ? (await modules.PeekAsync(key, cancellationToken))?.Pair : null);
            if (isOf(use, pair))
            {
                found.Add(use);
            }
        }

        return found;
    }

    private static void Demand(string what, List<Use> found)
    {
        if (found.Count == 0)
        {
            return;
        }

        var more = found.Count > Named ? $" and {found.Count - Named} more" : "";
        throw new FarmException(
            FailureCode.InUse,
            $"{what} is in use by {string.Join(", ", found.Take(Named).Select(use => use.By))}{more}. Nothing was removed.",
            "Wait until that has ended, or end it (Ctrl-C in its 'stapfarm run'), then remove it again.");
    }
}
