using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>
/// Everything this worker is doing. Work outlives the stream that it was leased on: when the same work is leased again it is
/// joined, not begun anew.
/// </summary>
internal sealed class WorkBoard(WorkDispatcher dispatcher)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunningWork> _running = new(StringComparer.Ordinal);
    private TaskCompletionSource _idle = Completed();
    private ILeaseReports? _reports;
    private bool _closed;

    /// <summary>Where progress and results go from now on; nowhere while there is no stream.</summary>
    public void ReportTo(ILeaseReports? reports)
    {
        lock (_lock)
        {
            _reports = reports;
        }
    }

    public void Take(string lease, WorkItem item)
    {
        RunningWork work;
        lock (_lock)
        {
            if (_closed)
            {
                // It goes back with the stream.
                return;
            }

            if (_running.TryGetValue(item.Name, out var running))
            {
                running.Leases.Add(lease);
                return;
            }

            work = new RunningWork(item) { Leases = { lease } };
            if (_running.Count == 0)
            {
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _running.Add(item.Name, work);
        }

        _ = Task.Run(() => RunAsync(work));
    }

    /// <summary>Nobody waits for it under this lease any more.</summary>
    public void Revoke(string lease)
    {
        lock (_lock)
        {
            var work = _running.Values.FirstOrDefault(work => work.Leases.Remove(lease));
            if (work is { Leases.Count: 0 })
            {
                work.Cancel();
            }
        }
    }

    /// <summary>Waits until nothing is being done, for at most this long; then calls off what is, and waits for it to stop.</summary>
    public async Task DrainAsync(TimeSpan atMost, TimeProvider time)
    {
        try
        {
            await Idle().WaitAsync(atMost, time);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _closed = true;
                foreach (var work in _running.Values)
                {
                    work.Cancel();
                }
            }

            await Idle();
        }
    }

    private Task Idle()
    {
        lock (_lock)
        {
            return _idle.Task;
        }
    }

    private async Task RunAsync(RunningWork work)
    {
        var result = await dispatcher.RunAsync(work.Item, new Progress(this, work), work.Cancellation);
        ILeaseReports? reports;
        string[] leases;
        lock (_lock)
        {
            _running.Remove(work.Item.Name);
            // What was called off goes back to the queue with the stream. Said earlier, it might come back to this worker.
            leases = work.Cancellation.IsCancellationRequested ? [] : [.. work.Leases];
            reports = _reports;
        }

        foreach (var lease in leases)
        {
            reports?.Completed(lease, result);
        }

        work.Dispose();
        lock (_lock)
        {
            if (_running.Count == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    private void Report(RunningWork work, WorkProgress progress)
    {
        lock (_lock)
        {
            foreach (var lease in work.Leases)
            {
                _reports?.Progressed(lease, progress);
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    /// <summary>Reports on the caller's own thread, so that progress keeps its order.</summary>
    private sealed class Progress(WorkBoard board, RunningWork work) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => board.Report(work, value);
    }
}
