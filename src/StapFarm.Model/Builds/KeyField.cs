using StapFarm.Model.Content;

namespace StapFarm.Model.Builds;

/// <summary>A named part of a module key.</summary>
/// <param name="Name">E.g. <c>script</c>, <c>argument 1</c>, <c>option -D</c>, <c>tapset 0 lib.stp</c>, <c>kernel tree</c>.</param>
/// <param name="Digest">Over the part's canonical encoding.</param>
public sealed record KeyField(string Name, Digest Digest);
