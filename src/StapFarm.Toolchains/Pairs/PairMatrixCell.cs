using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>One pair of the matrix.</summary>
/// <param name="Promoted">Whether the toolchain is the kernel tree's default.</param>
/// <param name="Obstacle">What keeps the pair from being tried at all, in words, or null.</param>
public sealed record PairMatrixCell(Toolchain Toolchain, KernelTree Tree, PairRecord Pair, bool Promoted, string? Obstacle);
