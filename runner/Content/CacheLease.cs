namespace StapFarm.Runner.Content;

/// <summary>Keeps something in the cache while it is used.</summary>
internal sealed class CacheLease(string path, Action release) : IDisposable
{
    private Action? _release = release;

    public string Path { get; } = path;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
