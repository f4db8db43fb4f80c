using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Modules;

namespace StapFarm.CompileServer.Builds;

/// <summary>Finds cached translations as people name or compare them.</summary>
internal sealed class ModuleLookup(ModuleCache modules)
{
    private const int ShortestKey = 8;

    /// <param name="key">A module key, or eight or more digits of its start.</param>
    /// <exception cref="FarmException"><c>NotFound</c>; <c>InvalidRequest</c> when it is too short or several begin like this.</exception>
    public async Task<ModuleManifest> ResolveAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length < ShortestKey || !key.All(char.IsAsciiHexDigitLower))
        {
            throw new FarmException(FailureCode.InvalidRequest, $"'{key}' isn't a module key.", $"Give {ShortestKey} or more digits of its start; 'stapfarm modules list' has them.");
        }

        if (Digest.TryParse(key, out var whole))
        {
            return await modules.FindAsync(new ModuleKey(whole), cancellationToken) ?? throw NotCached(key);
        }

        var matches = new List<ModuleManifest>();
        await foreach (var manifest in modules.ListAsync(cancellationToken))
        {
            if (manifest.Key.ToString().StartsWith(key, StringComparison.Ordinal))
            {
                matches.Add(manifest);
            }
        }

        return matches switch
        {
            [var only] => only,
            [] => throw NotCached(key),
            _ => throw new FarmException(FailureCode.InvalidRequest, $"{matches.Count} module keys begin with '{key}'.", "Give more digits."),
        };
    }

    /// <summary>The cached translation that shares most fields with this key; the newest of several; null when there is none.</summary>
    public async Task<NearestModule?> NearestAsync(IReadOnlyList<KeyField> fields, CancellationToken cancellationToken)
    {
        var wanted = fields.ToHashSet();
        (ModuleManifest Manifest, int Shared)? best = null;
        await foreach (var manifest in modules.ListAsync(cancellationToken))
        {
            var shared = manifest.KeyFields.Count(wanted.Contains);
            if (best is not { } other || shared > other.Shared || (shared == other.Shared && manifest.BuiltAt > other.Manifest.BuiltAt))
            {
                best = (manifest, shared);
            }
        }

        return best is { } found ? new(found.Manifest.Key, Differing(fields, found.Manifest.KeyFields)) : null;
    }

    private static List<string> Differing(IReadOnlyList<KeyField> wanted, IReadOnlyList<KeyField> found)
    {
        var same = wanted.Intersect(found).ToHashSet();
        return [.. wanted.Concat(found).Where(field => !same.Contains(field)).Select(field => field.Name).Distinct()];
    }

    private static FarmException NotCached(string key) =>
        new(FailureCode.NotFound, $"The farm has no module '{key}'.", "'stapfarm modules list' has those there are.");
}
