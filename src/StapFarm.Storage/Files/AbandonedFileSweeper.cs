using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StapFarm.Storage.Files;

/// <summary>
/// Removes, when the process starts, what killed processes left half-written. Files that still grow in other processes
/// are younger than the age that counts as abandoned.
/// </summary>
public sealed partial class AbandonedFileSweeper(
    IOptions<FileStorageOptions> options,
    TimeProvider timeProvider,
    ILogger<AbandonedFileSweeper> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Sweep();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>How many files were removed.</returns>
    public int Sweep()
    {
        var folder = new DirectoryInfo(Path.Combine(options.Value.Root, IncomingFolder.Name));
        if (!folder.Exists)
        {
            return 0;
        }

        var removed = 0;
        var bound = timeProvider.GetUtcNow() - options.Value.AbandonedAfter;
        foreach (var file in folder.EnumerateFiles())
        {
            if (new DateTimeOffset(file.LastWriteTimeUtc) < bound)
            {
                file.Delete();
                removed++;
            }
        }

        if (removed > 0)
        {
            LogSwept(logger, removed, folder.FullName);
        }

        return removed;
    }
}
