using System.Threading.Channels;
using StapFarm.Model.Work;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Care;

/// <summary>Shows progress to a caller while something is done: the newest, when it comes faster than he reads.</summary>
internal static class ProgressStream
{
    /// <returns>What <paramref name="act"/> gave, when all its progress is shown.</returns>
    public static async Task<T> RunAsync<T>(Func<IProgress<WorkProgress>, Task<T>> act, Func<V1.CareProgress, Task> show)
    {
        var news = Channel.CreateBounded<WorkProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var acting = Task.Run(async () =>
        {
            try
            {
                return await act(new Reporter(news.Writer));
            }
            finally
            {
                news.Writer.Complete();
            }
        });
        try
        {
            await foreach (var progress in news.Reader.ReadAllAsync())
            {
                await show(Map(progress));
            }
        }
        catch when (!acting.IsCompleted)
        {
            // The caller is gone, and so is the token that the act goes by: it must have ended before its call does.
            await ((Task)acting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await acting;
    }

    private static V1.CareProgress Map(WorkProgress progress)
    {
        var proto = new V1.CareProgress { Stage = progress.Stage, Text = progress.Text };
        if (progress.Fraction is { } fraction)
        {
            proto.Fraction = fraction;
        }

        return proto;
    }

    private sealed class Reporter(ChannelWriter<WorkProgress> news) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => news.TryWrite(value);
    }
}
