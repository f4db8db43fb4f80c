using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Model.Builds;

/// <summary>The folders a translation reads, all held by this worker.</summary>
/// <param name="ToolchainRoot">The toolchain's unpacked root.</param>
/// <param name="TreeFolder">The kernel tree's folder.</param>
public sealed record TranslationPlace(Toolchain Toolchain, string ToolchainRoot, KernelTree Tree, string TreeFolder)
{
    public PairName Pair => new(Toolchain.Digest, Tree.Digest);
}
