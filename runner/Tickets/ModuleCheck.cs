using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Tickets;
using StapFarm.Runner.Target;

namespace StapFarm.Runner.Tickets;

/// <summary>Compares what a module says of itself with its ticket and with the kernel that runs here.</summary>
internal static class ModuleCheck
{
    /// <exception cref="FarmException"><c>WrongKernel</c>, <c>BadTicket</c>, <c>Corrupt</c>.</exception>
    public static void Verify(ReadOnlySpan<byte> module, Ticket ticket, KernelIdentity kernel)
    {
        var info = ModuleInfo.Read(module);
        if (info.Release != kernel.Release)
        {
            throw new FarmException(new FarmFailure(
                FailureCode.WrongKernel,
                $"The module's vermagic is '{info.VerMagic}'; this machine runs {kernel.Release}.",
                "Build for the target's kernel.")
            {
                Kernel = $"{kernel.Release} {kernel.BuildId}",
            });
        }

        if (info.Name is { } name && name != ticket.ModuleName)
        {
            throw new FarmException(FailureCode.BadTicket, $"The ticket is for a module named {ticket.ModuleName}; this one calls itself {name}.");
        }
    }
}
