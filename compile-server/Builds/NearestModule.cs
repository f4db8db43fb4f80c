using StapFarm.Model.Builds;

namespace StapFarm.CompileServer.Builds;

/// <param name="Differing">The names of the fields that differ, or that only one of both has.</param>
internal sealed record NearestModule(ModuleKey Key, IReadOnlyList<string> Differing);
