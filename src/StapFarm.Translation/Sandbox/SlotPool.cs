using System.Threading.Channels;
using StapFarm.Model.Work;

namespace StapFarm.Translation.Sandbox;

/// <summary>Hands out the slots: never one to two builds, since its user could reach the other's processes.</summary>
internal sealed class SlotPool
{
    /// <summary>What is said while none is free.</summary>
    public static readonly WorkProgress Waiting = new("wait", "waiting for a free slot of the worker: others have them all");

    private readonly Channel<Slot> _free = Channel.CreateUnbounded<Slot>();

    /// <param name="first">The number of the first slot.</param>
    /// <param name="firstUid">The user of slot 0; the others follow.</param>
    public SlotPool(int first, int count, int firstUid)
    {
        for (var i = first; i < first + count; i++)
        {
            _free.Writer.TryWrite(new Slot(i, firstUid + i));
        }
    }

    /// <summary>Waits for a free slot, first come first served. Disposing the lease frees it.</summary>
    /// <param name="onWait">Told if none is free.</param>
    public async Task<Lease> TakeAsync(Action? onWait, CancellationToken cancellationToken)
    {
        if (_free.Reader.TryRead(out var free))
        {
            return new(this, free);
        }

        onWait?.Invoke();
        return new(this, await _free.Reader.ReadAsync(cancellationToken));
    }

    public sealed class Lease(SlotPool pool, Slot slot) : IDisposable
    {
        private int _returned;

        public Slot Slot => slot;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                pool._free.Writer.TryWrite(slot);
            }
        }
    }
}
