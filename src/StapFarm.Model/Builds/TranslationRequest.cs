using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Model.Builds;

/// <summary>A script with everything that decides what comes out of it.</summary>
/// <param name="Architecture">Of the kernel.</param>
public sealed record TranslationRequest(ScriptSource Source, PairName Pair, Architecture Architecture);
