using StapFarm.Model.Builds;
using StapFarm.Model.Content;

namespace StapFarm.Storage.Collection;

/// <summary>Chooses the modules that go: those that were unused for longest, never what is in use or was used just now.</summary>
/// <param name="unusedBefore">All that weren't used since go; null for none.</param>
/// <param name="keepBytes">More go until the rest has no more bytes; null for no bound.</param>
/// <param name="recent">What was used then or later stays.</param>
internal sealed class Eviction(DateTimeOffset? unusedBefore, long? keepBytes, DateTimeOffset recent, IReadOnlySet<ModuleKey> inUse)
{
    private readonly List<StoredModule> _chosen = [];
    private readonly Dictionary<Digest, int> _named = [];

    /// <summary>Those that go, the first to go first.</summary>
    public IReadOnlyList<StoredModule> Chosen => _chosen;

    /// <summary>Modules that would have gone but are in use.</summary>
    public int InUse { get; private set; }

    /// <summary>Modules that would have gone but were used just now.</summary>
    public int Recent { get; private set; }

    /// <summary>Bytes of what stays; content that several modules have in common counts once.</summary>
    public long BytesLeft { get; private set; }

    /// <summary>Bytes of what stays beyond the bound.</summary>
    public long Excess => Budget.Excess(BytesLeft, keepBytes);

    public void Choose(IReadOnlyCollection<StoredModule> modules)
    {
        foreach (var content in modules.Select(module => module.Content))
        {
            BytesLeft += Count(content.Digest, 1) == 1 ? content.Size : 0;
        }

        foreach (var module in modules.OrderBy(module => module.LastUse).ThenBy(module => module.Key.ToString(), StringComparer.Ordinal))
        {
            if (!(module.LastUse < unusedBefore) && !(BytesLeft > keepBytes))
            {
                continue;
            }

            if (inUse.Contains(module.Key))
            {
                InUse++;
            }
            else if (module.LastUse >= recent)
            {
                Recent++;
            }
            else
            {
                _chosen.Add(module);
                BytesLeft -= Count(module.Content.Digest, -1) == 0 ? module.Content.Size : 0;
            }
        }
    }

    private int Count(Digest content, int more) => _named[content] = _named.GetValueOrDefault(content) + more;
}
