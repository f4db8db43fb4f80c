using StapFarm.Model.Content;

namespace StapFarm.Model.Builds;

/// <summary>
/// The digest of a request: names the module (or listing) that the request gives. Computed before any pass runs, over
/// contents only.
/// </summary>
public readonly record struct ModuleKey(Digest Digest)
{
    public override string ToString() => Digest.ToString();
}
