namespace StapFarm.Storage.Tests.Blobs;

/// <summary>Gives its first part, waits, then gives the second, or fails when there is none.</summary>
internal sealed class PausingStream(byte[] first, byte[]? second) : MemoryStream
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    public Task Paused => _paused.Task;

    public void Resume() => _resumed.SetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        switch (_reads++)
        {
            case 0:
                first.CopyTo(buffer);
                return first.Length;
            case 1:
                _paused.SetResult();
                await _resumed.Task;
                second = second ?? throw new InvalidOperationException("The source failed.");
                second.CopyTo(buffer);
                return second.Length;
            default:
                return 0;
        }
    }
}
