using StapFarm.Model.Toolchains;
using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>The mistake is in a tapset of the toolchain, or the toolchain finds no tracepoints: it is too old, or too new, for the kernel.</summary>
internal sealed class BrokenTapsetHint(IToolchainDepot? toolchains, IPairRegistry? pairs) : IHint
{
    private const string Tapsets = "/usr/share/systemtap/tapset/";

    /// <summary>A tracepoint that every kernel with tracepoints has.</summary>
    private const string Everywhere = "kernel.trace(\"sched_switch\")";

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var toolchain = failed.Place.Toolchain;
        var release = failed.Place.Tree.Identity.Release;
        if (Broken(failed) is { } file)
        {
            return $"The mistake isn't in the script but in a tapset of {toolchain.Name} (stap {toolchain.StapVersion}), {file[Tapsets.Length..]}: it doesn't fit the kernel {release}. {await OtherAsync(failed, cancellationToken)}";
        }

        var trace = failed.Unresolved.FirstOrDefault(unresolved => unresolved.Point.Kind == "trace" && unresolved.Reason == "no match").Point;
        return trace is not null && (await failed.Stap.ListAsync([Everywhere], cancellationToken)).Count == 0
            ? $"{toolchain.Name} (stap {toolchain.StapVersion}) finds no tracepoints at all in the kernel {release}. {await OtherAsync(failed, cancellationToken)}"
            : null;
    }

    /// <summary>The tapset of the first error that isn't about a word of the script; a macro of a tapset is used by the script, so it doesn't count.</summary>
    private static string? Broken(HintCase failed) =>
        failed.Complaints.FirstOrDefault(complaint => complaint is { Kind: not ComplaintKind.Warning, File: not null }) is { File: { } file }
        && file.StartsWith(Tapsets, StringComparison.Ordinal)
        && file.EndsWith(".stp", StringComparison.Ordinal)
            ? file
            : null;

    private async Task<string> OtherAsync(HintCase failed, CancellationToken cancellationToken)
    {
        if (toolchains is null || pairs is null)
        {
            return "Try another toolchain: stapfarm toolchain list, and build with --toolchain NAME.";
        }

        var running = new List<Toolchain>();
        foreach (var other in await toolchains.ListAsync(cancellationToken))
        {
            var pair = new PairName(other.Digest, failed.Place.Tree.Digest);
            if (other.Digest != failed.Place.Toolchain.Digest && (await pairs.GetAsync(pair, cancellationToken)).State == PairState.Runs)
            {
                running.Add(other);
            }
        }

        return running.OrderByDescending(other => Version.TryParse(other.StapVersion, out var version) ? version : new Version()).FirstOrDefault() is { } best
            ? $"Modules of {best.Name} (stap {best.StapVersion}) are known to run on this kernel: try --toolchain {best.Name}."
            : "No other toolchain of this farm is known to run on this kernel: add a newer one (stapfarm toolchain add), and build with --toolchain NAME.";
    }
}
