using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Locking;

namespace StapFarm.Toolchains.Care;

/// <summary>
/// Finds what processes left that were killed while they made or unpacked a toolchain: the system lets go of a dead
/// process's lock.
/// </summary>
public sealed class ToolchainScratchCheck(IOptions<ToolchainOptions> options) : IStoreCheck
{
    private static readonly string[] Marks = [".making-", ".unfinished-"];

    public string Store => "toolchain scratch";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var parent in new[] { options.Value.Scratch, options.Value.Roots }.Where(Directory.Exists))
        {
            progress.Report(new(Store, $"looking for what killed processes left in {parent}"));
            foreach (var folder in Directory.GetDirectories(parent))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Take(folder) is { } taken)
                {
                    taken.Dispose();
                    yield return new(Store, folder, "was left by a process that was killed", "") { Repair = (_, _) => Task.FromResult(Remove(folder)) };
                }
            }
        }
    }

    private static string Remove(string folder)
    {
        using var taken = Take(folder);
        if (taken is null || !Directory.Exists(folder))
        {
            return "it is in use or gone by now";
        }

        Directory.Delete(folder, recursive: true);
        return "removed it";
    }

    /// <summary>The lock under which the folder was made; null while it is held, and for folders that aren't scratch.</summary>
    private static FileLock? Take(string folder)
    {
        var at = Marks.Select(mark => folder.LastIndexOf(mark, StringComparison.Ordinal)).Max();
        return at > 0 ? FileLock.TryAcquire(folder[..at] + ".lock") : null;
    }
}
