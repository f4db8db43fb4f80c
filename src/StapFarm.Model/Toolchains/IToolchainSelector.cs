using StapFarm.Model.Kernels;

namespace StapFarm.Model.Toolchains;

/// <summary>Decides which toolchain serves a kernel.</summary>
public interface IToolchainSelector
{
    /// <param name="explicitly">A name such as <c>debian:sid</c>, a stap release or the start of a digest; null for the farm's choice.</param>
    /// <exception cref="Failures.FarmException"><c>NoToolchain</c>, saying which there are, why none serves, and what to do.</exception>
    Task<ToolchainChoice> SelectAsync(KernelTree tree, string? explicitly, CancellationToken cancellationToken);
}
