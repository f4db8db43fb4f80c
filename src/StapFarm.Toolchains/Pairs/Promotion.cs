using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Pairs;

/// <summary>The stored record of which toolchain is a kernel tree's default.</summary>
/// <param name="Reason">Why, for people: a person's word or the load that did it.</param>
internal sealed record Promotion(Digest Toolchain, string Reason, DateTimeOffset At);
