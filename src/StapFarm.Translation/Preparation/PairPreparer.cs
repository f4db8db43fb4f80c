using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Translation.Kbuild;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation.Preparation;

/// <summary>Does stap's trials of a pair once, so that no user waits for them.</summary>
internal sealed partial class PairPreparer(
    StapRun stap,
    CommandTrial commands,
    PreparedPairs prepared,
    WorkerSlots slots,
    IOptions<TranslationOptions> options,
    TimeProvider time,
    ILogger<PairPreparer> logger)
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<PairName, SemaphoreSlim> _gates = new();

    public async Task PrepareAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(place.Pair, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (prepared.Find(place.Pair) is not null)
            {
                return;
            }

            await using var held = await LockAsync(place.Pair, cancellationToken);
            if (prepared.Find(place.Pair) is null)
            {
                await MakeAsync(place, progress, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Another process on the same folder may be at it; the system frees its lock when it ends.</summary>
    private async Task<FileStream> LockAsync(PairName pair, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.PreparedFolder);
        while (true)
        {
            try
            {
                return new FileStream(prepared.FolderOf(pair) + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (!DiskFull.Is(exception))
            {
                await Task.Delay(LockInterval, time, cancellationToken);
            }
        }
    }

    private async Task MakeAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var making = prepared.FolderOf(place.Pair) + ".making";
        Discard(making);
        Directory.CreateDirectory(making);
        DirectCommands.Create(making);
        try
        {
            // The two halves share nothing in stap's cache, and a trial uses little more than one processor.
            var done = 0;
            await Task.WhenAll(
                TryOutAsync(place, guru: false, making, () => progress.Report(SlotPool.Waiting), Report, cancellationToken),
                TryOutAsync(place, guru: true, making, null, Report, cancellationToken));
            Directory.Move(making, prepared.FolderOf(place.Pair));

            void Report(string trial) => progress.Report(new WorkProgress(
                "trials",
                $"trying out {place.Tree.Identity.Release} with stap {place.Toolchain.StapVersion}: {trial} done",
                (double)Interlocked.Increment(ref done) / (2 * Trial.All.Count)));
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(options.Value.PreparedFolder, exception);
        }
        finally
        {
            Discard(making);
        }
    }

    private async Task TryOutAsync(TranslationPlace place, bool guru, string making, Action? onWait, Action<string> report, CancellationToken cancellationToken)
    {
        using var lease = await slots.Trials.TakeAsync(onWait, cancellationToken);
        using var folder = JobFolder.Create(options.Value.ScratchFolder, lease.Slot);
        foreach (var trial in Trial.All)
        {
            var name = guru ? $"{trial.Name} with -g" : trial.Name;
            var source = trial.Source(guru);
            var set = OptionSet.Create(FrontDoor.Grpc, source.Options, 0);
            try
            {
                await stap.RunAsync(place, folder, lease.Slot, source, set, Trial.ModuleName, making, new StapTalk(Quiet.Instance), cancellationToken);
                await commands.TakeAsync(place, folder, lease.Slot, source, set, making, cancellationToken);
            }
            catch (FarmException exception) when (!trial.IsVital && exception.Failure.Code == FailureCode.ScriptError)
            {
                // A kernel without debug information has no types to find, and stap 5.1 finds no tracepoints in 6.12.
                LogTrialFailed(logger, name, place.Tree.Identity.Release, place.Toolchain.Name, exception.Message);
            }

            report(name);
        }

        Keep(Path.Combine(folder.State, PreparedLayer.CacheName), Path.Combine(making, PreparedLayer.CacheName));
    }

    /// <summary>Copies stap's cache, so that the files are the worker's. Its logs of what went into each key are left out.</summary>
    private static void Keep(string cache, string making)
    {
        foreach (var group in Directory.Exists(cache) ? Directory.EnumerateDirectories(cache) : [])
        {
            var target = Directory.CreateDirectory(Path.Combine(making, Path.GetFileName(group))).FullName;
            foreach (var file in Directory.EnumerateFiles(group))
            {
                var copy = Path.Combine(target, Path.GetFileName(file));
                if (!file.EndsWith("_hash.log", StringComparison.Ordinal) && new FileInfo(file).LinkTarget is null)
                {
                    // An empty file is stap's note that there is nothing to be found; reading one might block (BuiltFile).
                    File.WriteAllBytes(copy, BuiltFile.Find(group, Path.GetFileName(file)) is { } plain ? File.ReadAllBytes(plain) : []);
                    File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
                }
            }
        }
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Trial '{Trial}' of kernel {Kernel} with {Toolchain} failed: {Reason}")]
    private static partial void LogTrialFailed(ILogger logger, string trial, string kernel, string toolchain, string reason);
}
