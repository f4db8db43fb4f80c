using System.Text;
using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Work;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Hints.Causes;
using StapFarm.Translation.Keys;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation;

/// <summary>Translates requests with the real stap of a toolchain, each in a sandbox of its own.</summary>
internal sealed class StapTranslator(
    StapRun stap,
    PairPreparer preparer,
    PreparedPairs prepared,
    WorkerSlots slots,
    ScratchRemover remover,
    HintFinder hints,
    IOptions<TranslationOptions> options) : ITranslator
{
    /// <summary>Digits of the key in a module's name: enough to be unique, short enough for the kernel (55 bytes).</summary>
    private const int NameDigits = 32;

    private int _swept;

    public bool IsPrepared(TranslationPlace place) => prepared.Find(place.Pair) is not null;

    public Task PrepareAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        preparer.PrepareAsync(place, progress, cancellationToken);

    public async Task<TranslationOutput> TranslateAsync(
        TranslationPlace place,
        TranslationRequest request,
        ModuleKey key,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        Demand(place, request, key);
        var set = OptionSet.Create(FrontDoor.Grpc, request.Source.Options, request.Source.Tapsets.Count);
        var name = set.ModuleName ?? $"stap_{key.ToString()[..NameDigits]}";
        using var lease = await slots.Builds.TakeAsync(() => progress.Report(SlotPool.Waiting), cancellationToken);
        SweepOnce();
        var folder = JobFolder.Create(options.Value.ScratchFolder, lease.Slot);
        try
        {
            var layer = prepared.Find(place.Pair);
            PreparedLayer.Link(layer, folder, lease.Slot);
            var talk = new StapTalk(progress);
            var questions = new StapQuestions(stap, place, folder, lease.Slot, layer);
            try
            {
                await stap.RunAsync(place, folder, lease.Slot, request.Source, set, name, layer, talk, cancellationToken);
            }
            catch (FarmException refused) when (HintFinder.IsFor(refused.Failure) && !set.IsListing)
            {
                throw new FarmException(
                    await hints.TeachAsync(refused.Failure, () => new HintCase(talk.Lines, request.Source, place, questions), cancellationToken),
                    refused);
            }

            return set.Kind == TranslationKind.Module
                ? await WarnAsync(Module(place, folder, name, talk), new HintCase(talk.Lines, request.Source, place, questions) { IsBuilt = true }, cancellationToken)
                : await ListingAsync(place, folder, set, talk, cancellationToken);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            folder.Dispose();
            throw DiskFull.Failure(options.Value.ScratchFolder, exception);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A name without its $ builds, and its probe silently prints nothing: said after stap's warning.</summary>
    private async Task<TranslationOutput> WarnAsync(TranslationOutput output, HintCase built, CancellationToken cancellationToken) =>
        UnsetLocalHint.IsWarned(built.Lines) && await hints.FindAsync(() => built, cancellationToken) is { } text
            ? output with { Messages = output.Messages with { Warnings = (byte[])[.. output.Messages.Warnings.Span, .. Encoding.UTF8.GetBytes($"HINT: {text}\n")] } }
            : output;

    private void SweepOnce()
    {
        if (Interlocked.Exchange(ref _swept, 1) == 0)
        {
            JobFolder.Sweep(options.Value.ScratchFolder);
        }
    }

    private TranslationOutput Module(TranslationPlace place, JobFolder folder, string name, StapTalk talk)
    {
        var temporary = Path.GetFileName(StapArguments.TemporaryFolder);
        var code = BuiltFile.Find(folder.Temporary, temporary, $"{name}_src.c") ?? throw Missing(place, "C code", talk);
        if (UserSpaceProbes.InCode(File.ReadAllBytes(code)) is { } probe)
        {
            throw FailureClassifier.UserSpace(place, probe, talk);
        }

        var module = BuiltFile.Find(folder.Work, $"{name}.ko") ?? throw Missing(place, "module", talk);
        return new TranslationOutput(TranslationKind.Module, module, name, talk.Messages, () => remover.Later(folder));
    }

    private async Task<TranslationOutput> ListingAsync(
        TranslationPlace place, JobFolder folder, OptionSet set, StapTalk talk, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllBytesAsync(folder.Output, cancellationToken);
        var probe = set.LastPass switch
        {
            1 => null,
            // What stap could do, and nothing that it has resolved.
            _ when set.Canonical.Any(option => option.Name.StartsWith("--dump-", StringComparison.Ordinal)) => null,
            2 => UserSpaceProbes.InListing(text),
            _ => UserSpaceProbes.InCode(text),
        };
        if (probe is not null)
        {
            throw FailureClassifier.UserSpace(place, probe, talk);
        }

        var listing = Path.Combine(folder.Root, "listing");
        await File.WriteAllBytesAsync(listing, PathPlaceholders.Store(text), cancellationToken);
        return new TranslationOutput(TranslationKind.Listing, listing, null, talk.Messages, () => remover.Later(folder));
    }

    private static FarmException Missing(TranslationPlace place, string what, StapTalk talk) => new(
        new FarmFailure(FailureCode.Internal, $"stap ended well but left no {what}.", "Try another toolchain.")
        {
            Kernel = place.Tree.Identity.ToString(),
            Toolchain = place.Toolchain.ToString(),
            ToolMessages = talk.Messages.Warnings,
        });

    /// <summary>A request comes from a store, and what it names becomes paths and arguments here: it must be what its key says.</summary>
    private static void Demand(TranslationPlace place, TranslationRequest request, ModuleKey key)
    {
        if (request.Pair != place.Pair || ModuleKeys.Of(request) != key)
        {
            throw new FarmException(
                FailureCode.Corrupt,
                $"The request isn't the one that the key {key.Digest.Short} names.",
                "Ask again; when it happens again, the processes of the farm are of different releases.");
        }
    }
}
