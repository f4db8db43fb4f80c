using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Model.Care;

/// <summary>Something that goes on in the farm, and what mustn't be taken away from it.</summary>
/// <param name="By">For people, e.g. <c>translation 0a1b2c3d4e5f</c> or <c>session s-0a1b on runner lab-1</c>.</param>
/// <param name="Blobs">Blobs that it reads, besides those that manifests name.</param>
/// <param name="Module">The module that it runs or builds.</param>
/// <param name="Pair">The pair that it builds with; null when it builds nothing.</param>
/// <param name="Session">The session that it is.</param>
public sealed record Use(string By, IReadOnlyList<Digest> Blobs, ModuleKey? Module, PairName? Pair, string? Session);
