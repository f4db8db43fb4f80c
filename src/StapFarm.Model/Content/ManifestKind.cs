namespace StapFarm.Model.Content;

/// <summary>What a manifest describes. The numbers are never reused.</summary>
public enum ManifestKind
{
    /// <summary>A module or a listing; the id is its module key.</summary>
    Module = 1,

    /// <summary>A kernel tree; the id is its digest.</summary>
    KernelTree = 2,

    /// <summary>A toolchain; the id is its digest.</summary>
    Toolchain = 3,

    /// <summary>What is known of a pair; the id is <c>TOOLCHAIN-TREE</c>, both digests.</summary>
    Pair = 4,

    /// <summary>The promoted toolchain of a kernel; the id is the kernel tree's digest.</summary>
    Promotion = 5,

    /// <summary>The attempts of a piece of work; the id is its name.</summary>
    Attempts = 6,

    /// <summary>A runtime bundle; the id is <c>TOOLCHAIN-ARCHITECTURE</c>.</summary>
    RuntimeBundle = 7,

    /// <summary>A kernel that was asked for in vain; the id is the digest of its name.</summary>
    KernelWish = 8,
}
