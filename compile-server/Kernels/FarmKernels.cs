using StapFarm.Kernels.Wanted;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;

namespace StapFarm.CompileServer.Kernels;

/// <summary><see cref="KernelResolution"/> that says of a kernel the farm doesn't have what adds one of its kind.</summary>
internal static class FarmKernels
{
    /// <inheritdoc cref="KernelResolution.Resolve"/>
    public static KernelTree Resolve(IReadOnlyList<KernelTree> trees, string name, out string? warning)
    {
        try
        {
            return KernelResolution.Resolve(trees, name, out warning);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownKernel)
        {
            throw new FarmException(exception.Failure with { Advice = KernelPackageAdvice.For(name, "").Hint }, exception);
        }
    }
}
