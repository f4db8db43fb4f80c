using System.Runtime.CompilerServices;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Care;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Care;

/// <summary>
/// Finds what processes that were killed while they added or removed kernels left behind. Locks are never stale: the system
/// lets go of a dead process's, and only the empty file stays.
/// </summary>
/// <param name="root">The depot's folder.</param>
public sealed class KernelScratchCheck(string root, TimeProvider time) : IStoreCheck
{
    private static readonly TimeSpan RemovedAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan OthersAfter = TimeSpan.FromDays(1);

    private readonly TreeFolders _folders = new(root);

    public string Store => "kernel scratch";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        progress.Report(new(Store, $"looking for what killed processes left in {_folders.ScratchFolder}"));
        foreach (var folder in Directory.Exists(_folders.ScratchFolder) ? Directory.GetDirectories(_folders.ScratchFolder) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Take(folder) is { } taken)
            {
                taken.Dispose();
                yield return new(Store, folder, "was left by a process that was killed", "") { Repair = (_, _) => Task.FromResult(Remove(folder)) };
            }
        }
    }

    private string Remove(string folder)
    {
        using var taken = Take(folder);
        if (taken is null || !Directory.Exists(folder))
        {
            return "it is in use or gone by now";
        }

        TreeFolders.Discard(folder);
        return "removed it";
    }

    /// <summary>The right to remove the folder; null when it isn't abandoned.</summary>
    private IDisposable? Take(string folder)
    {
        var name = Path.GetFileName(folder);
        if (name.StartsWith(TreeFolders.AddPrefix, StringComparison.Ordinal))
        {
            return FileLock.TryTake(_folders.Lock(name[TreeFolders.AddPrefix.Length..]));
        }

        var after = name.StartsWith(TreeFolders.RemovedPrefix, StringComparison.Ordinal) ? RemovedAfter : OthersAfter;
        return new DateTimeOffset(Directory.GetLastWriteTimeUtc(folder)) < time.GetUtcNow() - after ? NoLock.Instance : null;
    }

    private sealed class NoLock : IDisposable
    {
        public static NoLock Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
