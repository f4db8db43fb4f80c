namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>
/// What is announced just now. Follows kernels and certificates that come and go, and an Avahi that is away for a while; that
/// nothing is announced is said once, until it is again.
/// </summary>
internal sealed partial class AnnouncedServices(IServicePublisher publisher, ILogger<AnnouncedServices> logger)
{
    private const int MostNames = 200;

    private readonly Dictionary<Announcement, (Task Task, CancellationTokenSource End)> _announced = [];
    private int _silent;

    /// <summary>Ends what isn't wanted any longer, and begins what is new or has failed. One call at a time.</summary>
    public async Task FollowAsync(IReadOnlyList<Announcement> wanted)
    {
        foreach (var (announcement, (task, end)) in _announced.ToList())
        {
            if (!wanted.Contains(announcement))
            {
                await end.CancelAsync();
                await task;
            }

            if (task.IsCompleted)
            {
                _announced.Remove(announcement);
                end.Dispose();
            }
        }

        foreach (var announcement in wanted.Where(one => !_announced.ContainsKey(one)))
        {
            var end = new CancellationTokenSource();
            _announced.Add(announcement, (AnnounceAsync(announcement, _announced.Count + 1, end.Token), end));
        }
    }

    // Its number is a guess: what was announced before it may have taken others, as may another farm or stap-serverd here.
    private async Task AnnounceAsync(Announcement announcement, int number, CancellationToken cancellationToken)
    {
        try
        {
            for (var last = number + MostNames; ; number++)
            {
                var name = Announcement.Name(Environment.MachineName, number);
                var failure = await publisher.PublishAsync(name, announcement, () => Established(announcement), cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                if (!failure.NameTaken || number == last)
                {
                    Silent(failure.Why);
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            Silent(exception.Message);
        }
    }

    private void Established(Announcement announcement)
    {
        Volatile.Write(ref _silent, 0);
        LogEstablished(announcement.System);
    }

    private void Silent(string why)
    {
        if (Interlocked.Exchange(ref _silent, 1) == 0)
        {
            LogSilent(why);
        }
    }
}
