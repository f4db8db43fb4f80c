using System.Runtime.CompilerServices;
using StapFarm.Model.Care;
using StapFarm.Model.Work;

namespace StapFarm.Storage.Care;

/// <summary>Finds files that were begun and never finished: their writers died, or never came back.</summary>
/// <param name="store">What the folder holds.</param>
/// <param name="folder">May be missing.</param>
/// <param name="after">How old one must be.</param>
public sealed class LeftoversCheck(string store, string folder, TimeSpan after, TimeProvider time) : IStoreCheck
{
    public string Store => store;

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        progress.Report(new(store, $"looking for unfinished files in {folder}"));
        foreach (var file in Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles() : [])
        {
            if (IsAbandoned(file))
            {
                yield return new(store, file.FullName, $"was begun and never finished: {file.Length} bytes, last written {file.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}Z", "")
                {
                    Repair = (_, _) => Task.FromResult(Remove(file)),
                };
            }
        }
    }

    private bool IsAbandoned(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc) < time.GetUtcNow() - after;

    private string Remove(FileInfo file)
    {
        file.Refresh();
        if (!file.Exists || !IsAbandoned(file))
        {
            return "it goes on or is gone by now";
        }

        file.Delete();
        return "removed it";
    }
}
