namespace StapFarm.Bench.Setting;

/// <summary>The toolchain that the farm chose for the kernel, and the kernel's tree, as folders of this machine.</summary>
/// <param name="Toolchain">The toolchain's digest.</param>
internal sealed record Pair(string Toolchain, string StapVersion, string ToolchainRoot, string KernelTree, string Release);
