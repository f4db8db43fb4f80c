using StapFarm.Model.Failures;

namespace StapFarm.Cli.Display;

/// <summary>Shows a failure: what happened, where, the tool's own words byte for byte, and what to do.</summary>
internal static class FailureText
{
    /// <param name="about">Whom it concerns, when there are several, e.g. a runner's name.</param>
    public static void Write(CliConsole console, FarmFailure failure, string about = "stapfarm")
    {
        console.WriteErrorLine($"{PlainText.OneLine(about)}: {PlainText.Lines(failure.Message)}");
        if (Place(failure) is { Length: > 0 } place)
        {
            console.WriteErrorLine($"  ({place})");
        }

        if (!failure.ToolMessages.IsEmpty)
        {
            console.Error.Write(failure.ToolMessages.Span);
            if (failure.ToolMessages.Span[^1] != (byte)'\n')
            {
                console.Error.Write("\n"u8);
            }
        }

        if (failure.Advice.Length > 0)
        {
            console.WriteErrorLine(PlainText.Lines(failure.Advice));
        }

        console.Error.Flush();
    }

    private static string Place(FarmFailure failure)
    {
        string?[] parts =
        [
            failure.Pass is { } pass ? $"pass {pass}" : null,
            failure.ExitCode is { } exitCode ? $"exit code {exitCode}" : null,
            failure.Kernel is { } kernel ? $"kernel {PlainText.OneLine(kernel)}" : null,
            failure.Toolchain is { } toolchain ? $"toolchain {PlainText.OneLine(toolchain)}" : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
