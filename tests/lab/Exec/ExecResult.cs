using System.Text;

namespace StapFarm.Lab.Exec;

/// <summary>How a command on the guest ended, and all that it wrote.</summary>
/// <param name="ExitCode">As a shell gives it: 128 + N after signal N.</param>
public sealed record ExecResult(int ExitCode, ReadOnlyMemory<byte> StandardOutput, ReadOnlyMemory<byte> StandardError)
{
    /// <summary>Standard output as UTF-8.</summary>
    public string Output => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>Standard error as UTF-8.</summary>
    public string Error => Encoding.UTF8.GetString(StandardError.Span);

    /// <exception cref="LabException">The exit code is not 0.</exception>
    public ExecResult EnsureSuccess() => ExitCode == 0
        ? this
        : throw new LabException($"the command on the guest ended with {ExitCode}: {Error.Trim()} {Output.Trim()}");
}
