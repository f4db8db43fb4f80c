namespace StapFarm.CompileServer.Leasing;

/// <summary>Counts a worker's free slots; a worker may change their number while it has leases.</summary>
internal sealed class Slots
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _total;
    private int _taken;

    public void Resize(int total)
    {
        lock (_lock)
        {
            _total = total;
            Signal();
        }
    }

    public void Take()
    {
        lock (_lock)
        {
            _taken++;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _taken--;
            Signal();
        }
    }

    /// <summary>Returns when there is a free one.</summary>
    public async Task WaitForFreeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_taken < _total)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
