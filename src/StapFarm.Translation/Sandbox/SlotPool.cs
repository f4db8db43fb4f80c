using System.Threading.Channels;

namespace StapFarm.Translation.Sandbox;

/// <summary>Hands out the slots: never one to two builds, since its user could reach the other's processes.</summary>
internal sealed class SlotPool
{
    private readonly Channel<Slot> _free = Channel.CreateUnbounded<Slot>();

    public SlotPool(SandboxOptions options)
    {
        for (var i = 0; i < options.Slots; i++)
        {
            _free.Writer.TryWrite(new Slot(i, options.FirstUid + i));
        }
    }

    /// <summary>Waits for a free slot, first come first served. Disposing the lease frees it.</summary>
    public async Task<Lease> TakeAsync(CancellationToken cancellationToken) =>
        new(this, await _free.Reader.ReadAsync(cancellationToken));

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
