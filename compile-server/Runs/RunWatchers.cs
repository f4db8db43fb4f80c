using Microsoft.Extensions.Options;
using StapFarm.Cluster.Runs;

namespace StapFarm.CompileServer.Runs;

/// <summary>
/// Counts who watches each run that was started or watched here. One that nobody watches for longer than the grace is
/// stopped: its user is gone, and may have lost the connection before he could stop it.
/// </summary>
internal sealed partial class RunWatchers(
    IGrainFactory grains,
    IOptions<RunSettings> options,
    TimeProvider time,
    ILogger<RunWatchers> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _runs = new(StringComparer.Ordinal);

    /// <summary>A run has been started; its watcher comes with a second call.</summary>
    public void Started(string run)
    {
        lock (_lock)
        {
            Arm(run, Get(run));
        }
    }

    /// <summary>Somebody watches it until the result is disposed.</summary>
    public IDisposable Watch(string run)
    {
        lock (_lock)
        {
            var entry = Get(run);
            entry.Watchers++;
            entry.Disarm();
        }

        return new Watcher(this, run);
    }

    /// <summary>Its sessions have ended: nothing is left to stop.</summary>
    public void Over(string run)
    {
        lock (_lock)
        {
            if (_runs.Remove(run, out var entry))
            {
                entry.Disarm();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _runs.Values)
            {
                entry.Disarm();
            }

            _runs.Clear();
        }
    }

    private Entry Get(string run) => _runs.TryGetValue(run, out var entry) ? entry : _runs[run] = new Entry();

    private void Arm(string run, Entry entry) =>
        entry.Arm(time.CreateTimer(_ => Expired(run, entry), null, options.Value.WatcherGrace, Timeout.InfiniteTimeSpan));

    private void Left(string run)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue(run, out var entry) && --entry.Watchers == 0)
            {
                Arm(run, entry);
            }
        }
    }

    private void Expired(string run, Entry expired)
    {
        lock (_lock)
        {
            if (!_runs.TryGetValue(run, out var entry) || entry != expired || entry.Watchers > 0)
            {
                return;
            }

            _runs.Remove(run);
            entry.Disarm();
        }

        _ = StopAsync(run);
    }

    private async Task StopAsync(string run)
    {
        try
        {
            LogUnwatched(run, options.Value.WatcherGrace.TotalSeconds);
            await grains.GetGrain<IRunGrain>(run).StopAsync();
        }
        catch (Exception exception)
        {
            LogNotStopped(exception, run);
        }
    }

    private sealed class Entry
    {
        private ITimer? _timer;

        public int Watchers { get; set; }

        public void Arm(ITimer timer)
        {
            Disarm();
            _timer = timer;
        }

        public void Disarm()
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private sealed class Watcher(RunWatchers watchers, string run) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                watchers.Left(run);
            }
        }
    }
}
