using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace StapFarm.Translation.Sandbox;

/// <summary>
/// Removes the folders of finished jobs, one after the other, while nobody waits: a build leaves hundreds of small files, and
/// removing them takes as long as a tenth of the build. What a process leaves undone when it ends, the next one's sweep does.
/// </summary>
internal sealed partial class ScratchRemover : IDisposable
{
    private readonly Channel<JobFolder> _folders = Channel.CreateUnbounded<JobFolder>(new() { SingleReader = true });
    private readonly ILogger<ScratchRemover> _logger;
    private readonly Task _removing;

    public ScratchRemover(ILogger<ScratchRemover> logger)
    {
        _logger = logger;
        _removing = Task.Run(RemoveAsync);
    }

    public void Later(JobFolder folder)
    {
        if (!_folders.Writer.TryWrite(folder))
        {
            Remove(folder);
        }
    }

    /// <summary>Returns when everything that was given is removed.</summary>
    public void Dispose()
    {
        _folders.Writer.TryComplete();
        _removing.GetAwaiter().GetResult();
    }

    private async Task RemoveAsync()
    {
        await foreach (var folder in _folders.Reader.ReadAllAsync())
        {
            Remove(folder);
        }
    }

    private void Remove(JobFolder folder)
    {
        try
        {
            folder.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogStays(exception, folder.Root);
        }
    }
}
