using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Tickets;

namespace StapFarm.Runner.Tickets;

/// <summary>Lets through only what the farm has signed for this runner, this kernel, and now.</summary>
internal sealed class TicketGate(TicketVerifier verifier, string runner, KernelIdentity kernel, TimeProvider time)
{
    /// <summary>The ticket of a start command that may be carried out.</summary>
    /// <exception cref="FarmException"><c>BadTicket</c>, <c>WrongKernel</c>, <c>UnknownVersion</c>.</exception>
    public Ticket Admit(SignedTicket signed, string session, Digest module, Digest bundle)
    {
        var ticket = verifier.Verify(signed);
        if (ticket.Runner != runner)
        {
            throw Bad($"The ticket is for the runner {ticket.Runner}; this is {runner}.");
        }

        if (ticket.Session != session)
        {
            throw Bad($"The ticket is for the session {ticket.Session}, not for {session}.");
        }

        var now = time.GetUtcNow();
        if (ticket.ExpiresAt <= now)
        {
            throw Bad(
                $"The ticket expired at {ticket.ExpiresAt:u}; this machine's clock says {now:u}.",
                "If the clock of the target is wrong, set it. Else start the run again.");
        }

        if (ticket.Module != module || ticket.Bundle != bundle)
        {
            throw Bad("The command names another module or runtime bundle than its ticket.");
        }

        if (!IsModuleName(ticket.ModuleName))
        {
            throw Bad("The ticket's module name isn't one.");
        }

        if (ticket.Globals.Any(static global => global.Span.IndexOf((byte)'=') <= 0 || global.Span[0] == '-' || global.Span.Contains((byte)0))
            || ticket.Command is { } command && (command.IsEmpty || command.Span.Contains((byte)0)))
        {
            throw Bad("The ticket's arguments can't be given to staprun.");
        }

        CheckKernel(ticket);
        return ticket;
    }

    private void CheckKernel(Ticket ticket)
    {
        if (ticket.KernelRelease != kernel.Release)
        {
            throw Wrong($"The module is for the kernel {ticket.KernelRelease}; this machine runs {kernel.Release}.");
        }

        if (kernel.BuildId.Length == 0)
        {
            throw Wrong("This machine's kernel doesn't tell its build-id (/sys/kernel/notes can't be read).", "Mount /sys on the target.");
        }

        if (ticket.KernelBuildId != kernel.BuildId)
        {
            throw Wrong(
                $"The module is for another build of {kernel.Release}: build-id {ticket.KernelBuildId}; this machine's kernel has {kernel.BuildId}.",
                "Add the kernel tree of the target's own build to the farm.");
        }
    }

    // The kernel's own limit is MODULE_NAME_LEN: 56 bytes on 64-bit machines, with the NUL.
    private static bool IsModuleName(string name) =>
        name.Length is > 0 and < 56 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static FarmException Bad(string message, string advice = "") => new(FailureCode.BadTicket, message, advice);

    private FarmException Wrong(string message, string advice = "Build for the target's kernel.") =>
        new(new FarmFailure(FailureCode.WrongKernel, message, advice) { Kernel = $"{kernel.Release} {kernel.BuildId}".Trim() });
}
