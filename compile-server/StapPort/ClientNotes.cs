using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Toolchains;
using StapFarm.StapProtocol.Requests;

namespace StapFarm.CompileServer.StapPort;

/// <summary>What a client's user should know besides stap's own words.</summary>
/// <param name="Always">Before whatever stap said.</param>
/// <param name="WithModule">Also, when there is a module.</param>
internal sealed record ClientNotes(ReadOnlyMemory<byte> Always, ReadOnlyMemory<byte> WithModule)
{
    /// <param name="fits">Whether the client's staprun can run what this toolchain makes.</param>
    /// <exception cref="FarmException"><c>Unsupported</c> when the client means to run a module that its staprun can't.</exception>
    public static ClientNotes Of(StapRequest request, StapCommand command, string? kernelWarning, Toolchain toolchain, bool fits)
    {
        var notes = request.RefusedLocale.Select(line => $"The locale setting '{line}' isn't taken.").ToList();
        if (kernelWarning is not null)
        {
            notes.Add($"WARNING: {kernelWarning}");
        }

        if (fits || command.Set.Kind != TranslationKind.Module)
        {
            return new(StapAnswers.Lines(notes), default);
        }

        var why = $"The farm translates for this kernel with stap {toolchain.StapVersion}, and staprun {request.Client} can't run its modules: they changed with stap 5.0.";
        return StopsAtModule(command)
            ? new(StapAnswers.Lines(notes), StapAnswers.Lines([$"WARNING: {why}"]))
            : throw new FarmException(
                FailureCode.Unsupported,
                why,
                "Install a stap of the other side of 5.0 on this host, run the script with 'stapfarm run', or add a toolchain that fits to the farm; with -p4 you get the module.");
    }

    private static bool StopsAtModule(StapCommand command) =>
        command.Options.LastOrDefault(option => option.Name == "-p")?.Value is { } pass && pass.Span.SequenceEqual("4"u8);
}
