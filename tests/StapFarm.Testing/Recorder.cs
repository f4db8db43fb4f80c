namespace StapFarm.Testing;

/// <summary>Progress that can be looked at afterwards, reported on the caller's own thread.</summary>
public sealed class Recorder<T> : IProgress<T>
{
    private readonly List<T> _items = [];

    public void Report(T value)
    {
        lock (_items)
        {
            _items.Add(value);
        }
    }

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_items)
            {
                return [.. _items];
            }
        }
    }
}
