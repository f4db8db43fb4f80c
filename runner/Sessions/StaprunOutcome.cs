using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;

namespace StapFarm.Runner.Sessions;

/// <summary>How a staprun ended.</summary>
/// <param name="Module">The name that the module had in the kernel.</param>
/// <param name="Stays">Why the module is still loaded; null when it isn't.</param>
/// <param name="Words">What staprun said before the probes were live.</param>
internal sealed record StaprunOutcome(int ExitCode, string Module, string? Stays, ReadOnlyMemory<byte> Words)
{
    /// <param name="asked">The reason for which it was told to end; null when it ended by itself.</param>
    /// <param name="wasRunning">Whether its probes had been live.</param>
    public SessionEnd ToEnd(SessionEndReason? asked, bool wasRunning, KernelIdentity kernel, string lockdown)
    {
        var loadFailed = asked is null && !wasRunning && ExitCode != 0;
        var reason = asked ?? (loadFailed ? SessionEndReason.LoadFailed : SessionEndReason.Exited);
        var failure = loadFailed ? LoadFailure(lockdown) : Stays is null ? null : StaysFailure();
        return new SessionEnd(reason, ExitCode, failure is null ? null : failure with
        {
            Kernel = $"{kernel.Release} {kernel.BuildId}".TrimEnd(),
            ExitCode = ExitCode,
        });
    }

    private FarmFailure LoadFailure(string lockdown) =>
        new(FailureCode.LoadFailed, $"The module {Module} could not be loaded (staprun's exit code is {ExitCode}).", Advice(lockdown))
        {
            ToolMessages = Words,
        };

    private string Advice(string lockdown)
    {
        var words = Encoding.UTF8.GetString(Words.Span);
        if (words.Contains("Required key not available", StringComparison.Ordinal) || words.Contains("Key was rejected", StringComparison.Ordinal)
            || (lockdown is not ("" or "none") && words.Contains("Operation not permitted", StringComparison.Ordinal)))
        {
            return "The target's kernel only takes signed modules (Secure Boot or lockdown): enrol the farm's key there, or boot it without.";
        }

        return words.Contains("Can't resolve", StringComparison.Ordinal)
            ? "The toolchain that built the module is too old for this kernel: use a newer one (stapfarm toolchain matrix shows which ran)."
            : "";
    }

    private FarmFailure StaysFailure() => new(
        FailureCode.LoadFailed,
        $"The script has ended, but its module {Module} can't be unloaded: {Stays}.",
        $"On the target: staprun -d {Module}, or rmmod {Module}.");
}
