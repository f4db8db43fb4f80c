using StapFarm.Model.Content;

namespace StapFarm.Model.Toolchains;

/// <summary>A toolchain and a kernel tree, by their digests.</summary>
public sealed record PairName(Digest Toolchain, Digest Tree)
{
    /// <summary>Written as <c>TOOLCHAIN-TREE</c>.</summary>
    public override string ToString() => $"{Toolchain}-{Tree}";
}
