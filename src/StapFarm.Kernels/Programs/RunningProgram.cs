using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Programs;

/// <summary>A program of the system, never through a shell, in the C locale, killed with its children if abandoned.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const int MostErrorText = 16 << 10;

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _input;

    private RunningProgram(Process process, Stream input)
    {
        _process = process;
        _input = FeedAsync(process.StandardInput.BaseStream, input);
        _errors = ErrorsAsync(process.StandardError);
    }

    /// <summary>What it writes, as bytes; to be read to the end before <see cref="EndAsync"/>.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="FarmException"><c>Unavailable</c> when the program isn't installed.</exception>
    public static RunningProgram Start(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default) =>
        Start(program, arguments, new MemoryStream(input.ToArray()));

    /// <param name="input">What it reads from its standard input. Belongs to the program until <see cref="EndAsync"/> or its disposal.</param>
    /// <exception cref="FarmException"><c>Unavailable</c> when the program isn't installed.</exception>
    public static RunningProgram Start(string program, IEnumerable<string> arguments, Stream input)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} didn't start.");
            return new RunningProgram(process, input);
        }
        catch (Win32Exception exception)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"The program {program} can't be started: {exception.Message}.",
                "Install it on the machine that holds kernels (Debian: apt, dpkg, xz-utils).",
                exception);
        }
    }

    /// <summary>Waits for the end; gives the exit code and the last of what it wrote to its standard error.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _input;
        return (_process.ExitCode, (await _errors).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _input.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private static async Task FeedAsync(Stream stream, Stream input)
    {
        try
        {
            await using (stream)
            {
                await input.CopyToAsync(stream, 1 << 17);
            }
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code says whether that is trouble.
        }
    }

    private static async Task<string> ErrorsAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MostErrorText)
            {
                text.Remove(0, text.Length - MostErrorText);
            }
        }

        return text.ToString();
    }
}
