using System.Runtime.CompilerServices;
using StapFarm.Model.Care;
using StapFarm.Model.Work;
using StapFarm.Translation.Sandbox;

namespace StapFarm.Translation.Care;

/// <summary>Finds folders of builds whose workers were killed. The next worker that starts here removes them too.</summary>
/// <param name="folder">Where builds have their folders; may be missing.</param>
public sealed class BuildScratchCheck(string folder) : IStoreCheck
{
    public string Store => "build scratch";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        progress.Report(new(Store, $"looking for what killed workers left in {folder}"));
        foreach (var abandoned in JobFolder.Abandoned(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(Store, abandoned, "was left by a worker that was killed", "")
            {
                Repair = (_, _) =>
                {
                    JobFolder.Remove(abandoned);
                    return Task.FromResult("removed it");
                },
            };
        }
    }
}
