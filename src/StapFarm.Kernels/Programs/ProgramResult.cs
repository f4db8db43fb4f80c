namespace StapFarm.Kernels.Programs;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">The last of its standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="onLine">Sees each line of its output as it comes.</param>
    public static async Task<ProgramResult> RunAsync(
        string program, IEnumerable<string> arguments, Action<string>? onLine, CancellationToken cancellationToken)
    {
        await using var running = RunningProgram.Start(program, arguments);
        using var reader = new StreamReader(running.Output);
        var output = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            onLine?.Invoke(line);
            output.Append(line).Append('\n');
        }

        var (exitCode, errors) = await running.EndAsync(cancellationToken);
        return new ProgramResult(exitCode, output.ToString(), errors);
    }
}
