using System.Collections.Concurrent;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Tests.Fakes;

internal sealed class FakeModules : IKernelModules
{
    private readonly ConcurrentDictionary<string, string?> _loaded = new();

    public ConcurrentQueue<string> Removed { get; } = new();

    /// <summary>Loads a module; with a reason it can't be removed.</summary>
    public void Load(string name, string? stays = null) => _loaded[name] = stays;

    public IReadOnlyList<string> Loaded() => [.. _loaded.Keys];

    public string? Remove(string name)
    {
        if (_loaded.GetValueOrDefault(name) is { } reason)
        {
            return reason;
        }

        _loaded.TryRemove(name, out _);
        Removed.Enqueue(name);
        return null;
    }
}
