namespace StapFarm.CompileServer.StapPort;

/// <summary>The archive of a request; disposing it makes room for others.</summary>
internal sealed class ReceivedRequest(byte[] archive, Action release) : IDisposable
{
    private Action? _release = release;

    public byte[] Archive { get; } = archive;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
