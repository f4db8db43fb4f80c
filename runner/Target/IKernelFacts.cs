using StapFarm.Model.Kernels;

namespace StapFarm.Runner.Target;

/// <summary>What there is to know of the kernel that runs here.</summary>
internal interface IKernelFacts
{
    /// <summary>Its build-id is empty when the kernel doesn't tell it.</summary>
    KernelIdentity Identity { get; }

    /// <summary><c>none</c>, <c>integrity</c>, <c>confidentiality</c>; empty when the kernel has none or securityfs isn't mounted.</summary>
    string Lockdown { get; }

    /// <summary>Key ids (hexadecimal) of the asymmetric keys that <c>/proc/keys</c> shows.</summary>
    IReadOnlyList<string> EnrolledKeys { get; }

    /// <summary>Another value for each boot; empty when the kernel doesn't tell it.</summary>
    string BootId { get; }
}
