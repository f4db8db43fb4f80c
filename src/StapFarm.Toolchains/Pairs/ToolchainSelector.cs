using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>
/// A person's choice first; then the promoted toolchain; then one whose modules are known to load; then the newest stap that
/// isn't known to fail, because newer releases know newer kernels; of one release that which builds for the fewest
/// architectures, so that one added for another kernel changes nothing for this. Toolchains that are known to fail, or have another release of
/// the kernel's compiler, serve only whoever names them; those without a compiler for it serve nobody.
/// </summary>
public sealed class ToolchainSelector(IToolchainDepot toolchains, IPairRegistry pairs) : IToolchainSelector
{
    // As many digits of a digest as can't be taken for a release or a word.
    private const int LeastDigits = 8;

    public async Task<ToolchainChoice> SelectAsync(KernelTree tree, string? explicitly, CancellationToken cancellationToken)
    {
        var candidates = await ListCandidatesAsync(tree, cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
        {
            throw Refusal("The farm has no toolchain yet.", tree, ToolchainAdvice.ForFirst(tree));
        }

        if (explicitly is not null)
        {
            return ChooseNamed(candidates, explicitly, tree);
        }

        return await pairs.PromotedAsync(tree.Digest, cancellationToken).ConfigureAwait(false) is { } promoted
            ? ChoosePromoted(candidates, promoted, tree)
            : ChooseBest(candidates, tree);
    }

    private async Task<List<ToolchainCandidate>> ListCandidatesAsync(KernelTree tree, CancellationToken cancellationToken)
    {
        var candidates = new List<ToolchainCandidate>();
        foreach (var toolchain in await toolchains.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var pair = await pairs.GetAsync(new PairName(toolchain.Digest, tree.Digest), cancellationToken).ConfigureAwait(false);
            candidates.Add(new ToolchainCandidate(toolchain, pair, PairObstacle.Of(toolchain, tree), PairObstacle.ReservationOf(toolchain, tree)));
        }

        return [.. candidates
            .OrderByDescending(candidate => candidate.Toolchain.StapVersion, StapReleaseComparer.Instance)
            .ThenBy(candidate => candidate.Toolchain.Targets.Count)
            .ThenByDescending(candidate => candidate.Toolchain.AddedAt)
            .ThenBy(candidate => candidate.Toolchain.Digest.ToString(), StringComparer.Ordinal)];
    }

    private static ToolchainChoice ChooseNamed(List<ToolchainCandidate> candidates, string name, KernelTree tree)
    {
        var named = candidates
            .Where(candidate => IsNamed(candidate.Toolchain, name))
            .OrderBy(candidate => candidate.Toolchain.Targets.Count)
            .ThenByDescending(candidate => candidate.Toolchain.AddedAt)
            .ToList();
        if (named.Count == 0)
        {
            throw Refusal($"The farm has no toolchain '{name}'. It has: {Enumerate(candidates.Select(candidate => candidate.Toolchain.ToString()))}.", tree, "Name one of them, or add it: stapfarm toolchain add debian:SUITE");
        }

        // Several may share a name or a release: the newest that can build at all.
        var chosen = named.FirstOrDefault(candidate => candidate.Obstacle is null) ?? named[0];
        if (chosen.Obstacle is { } obstacle)
        {
            throw Refusal($"The toolchain {chosen.Toolchain} can't build for {tree.Identity.Release}: {obstacle}.", tree, ToolchainAdvice.For(tree, candidates));
        }

        return new ToolchainChoice(chosen.Toolchain, $"named as '{name}'; {chosen.Knowledge}");
    }

    private static ToolchainChoice ChoosePromoted(List<ToolchainCandidate> candidates, Digest promoted, KernelTree tree)
    {
        // A kernel's default is in every key: it never changes because something else went away.
        var chosen = candidates.Find(candidate => candidate.Toolchain.Digest == promoted)
            ?? throw Refusal($"The promoted toolchain {promoted.Short} of {tree.Identity.Release} isn't in the farm any more.", tree, $"Promote another one: stapfarm toolchain promote TOOLCHAIN {tree.Identity.Release}. The farm has: {Enumerate(candidates.Select(candidate => candidate.Toolchain.ToString()))}.");
        return new ToolchainChoice(chosen.Toolchain, $"promoted for this kernel; {chosen.Knowledge}");
    }

    private static ToolchainChoice ChooseBest(List<ToolchainCandidate> candidates, KernelTree tree)
    {
        var chosen = candidates.Find(candidate => candidate is { Obstacle: null, Pair.State: PairState.Runs })
            ?? candidates.Find(candidate => candidate.MayServe)
            ?? throw Refusal($"No toolchain of the farm serves {tree.Identity.Release}: {Enumerate(candidates.Select(Describe))}.", tree, ToolchainAdvice.For(tree, candidates));
        var refused = candidates.Where(candidate => !candidate.MayServe).ToList();
        var others = refused.Count == 0 ? "" : $"; not {Enumerate(refused.Select(Describe))}";
        var reason = chosen.Pair.State == PairState.Runs ? chosen.Knowledge : $"the newest stap that may serve this kernel; {chosen.Knowledge}";
        return new ToolchainChoice(chosen.Toolchain, reason + others);
    }

    private static bool IsNamed(Toolchain toolchain, string name) =>
        toolchain.Name == name
        || toolchain.StapVersion == name
        || (name.Length >= LeastDigits && toolchain.Digest.ToString().StartsWith(name, StringComparison.Ordinal));

    private static string Describe(ToolchainCandidate candidate) => $"{candidate.Toolchain}: {candidate.Knowledge}";

    private static string Enumerate(IEnumerable<string> items) => string.Join("; ", items);

    private static FarmException Refusal(string message, KernelTree tree, string advice) =>
        new(new FarmFailure(FailureCode.NoToolchain, message, advice) { Kernel = tree.Identity.ToString() });
}
