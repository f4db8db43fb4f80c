using StapFarm.Model.Work;

namespace StapFarm.Model.Builds;

/// <summary>Runs the real stap of a toolchain in a sandbox.</summary>
public interface ITranslator
{
    /// <summary>Whether stap's trials of this pair are done on this worker.</summary>
    bool IsPrepared(TranslationPlace place);

    /// <summary>
    /// Does stap's trials of a pair once: with and without <c>-g</c>, a netfilter tapset, a tracepoint. Quick when they are
    /// done; joined when another process is at it.
    /// </summary>
    /// <exception cref="Failures.FarmException">What stap said, with the pass; or the limit that was hit.</exception>
    Task PrepareAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>Translates a request on a prepared pair.</summary>
    /// <exception cref="Failures.FarmException">
    /// <c>ScriptError</c>, <c>Unsupported</c>, <c>LimitExceeded</c>, <c>Killed</c>, <c>StoreFull</c>; with pass, exit code and stap's messages.
    /// </exception>
    Task<TranslationOutput> TranslateAsync(
        TranslationPlace place,
        TranslationRequest request,
        ModuleKey key,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken);
}
