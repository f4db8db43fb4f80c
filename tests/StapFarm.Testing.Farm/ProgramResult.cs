namespace StapFarm.Testing.Farm;

/// <summary>What a program left.</summary>
public sealed record ProgramResult(int ExitCode, string Stdout, string Stderr)
{
    /// <exception cref="InvalidOperationException">The exit code isn't 0; the message has what it said.</exception>
    public ProgramResult EnsureSuccess() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"exit code {ExitCode}\n--- stdout\n{Stdout}\n--- stderr\n{Stderr}";
}
