namespace StapFarm.Toolchains.Files;

/// <summary>What a file is that was sent for a toolchain. The numbers are part of the gRPC contract and never reused.</summary>
public enum ToolchainFileForm
{
    /// <summary>The tar of a root file system: plain, or compressed with gzip, xz or zstd.</summary>
    Root = 1,

    /// <summary>What <c>stapfarm toolchain export</c> wrote.</summary>
    Export = 2,
}
