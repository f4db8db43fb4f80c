using StapFarm.Model.Kernels;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Tests.Fakes;

internal sealed class FakeKernel : IKernelFacts
{
    public KernelIdentity Identity { get; init; } = new(Architecture.X86_64, FakeModule.Release, "#1 SMP Test", "0123456789abcdef0123456789abcdef01234567");

    public string Lockdown { get; init; } = "none";

    public IReadOnlyList<string> EnrolledKeys => [];

    public string BootId { get; init; } = "boot-1";
}
