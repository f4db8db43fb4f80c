using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Processes;

/// <summary>
/// Runs a program of the host to its end. A cancelled or failed run leaves no process of it behind.
/// </summary>
/// <param name="package">The Debian package that has it, for the advice when it isn't there.</param>
internal sealed class ExternalProgram(string name, string package)
{
    // EPIPE: the program has closed its input.
    private const int BrokenPipe = 32;
    // ECONNRESET
    private const int ConnectionReset = 104;
    private readonly List<string> _arguments = [];

    /// <summary>Gets each line of standard error, without its line end.</summary>
    public Action<string>? ErrorLine { get; init; }

    /// <summary>Writes standard input; it is closed afterwards.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Reads standard output to its end. Without it the last lines are kept with those of standard error.</summary>
    public Func<Stream, CancellationToken, Task>? Output { get; init; }

    public ExternalProgram With(params IEnumerable<string> arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    /// <exception cref="FarmException"><c>Unavailable</c> when the program can't be started.</exception>
    public async Task<ProgramEnd> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tail = new LineTail();
        using var process = Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var killing = stop.Token.Register(() => Kill(process));
        var feeding = FeedAsync(process, stop.Token);
        Exception? feedError;
        try
        {
            await Task.WhenAll(ReadErrorsAsync(process, tail), ReadOutputAsync(process, tail, stop)).ConfigureAwait(false);
        }
        finally
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            feedError = await feeding.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (feedError is not null && (process.ExitCode == 0 || !IsBrokenPipe(feedError)))
        {
            ExceptionDispatchInfo.Throw(feedError);
        }

        return new ProgramEnd(process.ExitCode, tail.Lines);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself in the meantime.
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(name)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Messages are read by this program and shown to people of any locale.
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"The program {name} can't be started: {exception.Message}.",
                $"Install it: apt-get install {package}",
                exception);
        }
    }

    /// <summary>
    /// Gives the error instead of throwing it: a program that ends early breaks its input's pipe, and then its own exit
    /// code and words are the reason, not the broken pipe.
    /// </summary>
    private async Task<Exception?> FeedAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            await using (input.ConfigureAwait(false))
            {
                if (Input is not null)
                {
                    await Input(input, cancellationToken).ConfigureAwait(false);
                }
            }

            return null;
        }
        catch (Exception exception)
        {
            if (!IsBrokenPipe(exception))
            {
                Kill(process);
            }

            return exception;
        }
    }

    // .NET's pipes to programs are sockets underneath.
    private static bool IsBrokenPipe(Exception exception) =>
        exception is IOException { HResult: BrokenPipe }
        or IOException { InnerException: SocketException { NativeErrorCode: BrokenPipe or ConnectionReset } };

    private async Task ReadOutputAsync(Process process, LineTail tail, CancellationTokenSource stop)
    {
        try
        {
            if (Output is not null)
            {
                await Output(process.StandardOutput.BaseStream, stop.Token).ConfigureAwait(false);
                return;
            }

            await BoundedLines.ReadAsync(process.StandardOutput, tail.Add).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReadErrorsAsync(Process process, LineTail tail)
    {
        await BoundedLines.ReadAsync(process.StandardError, line =>
        {
            tail.Add(line);
            ErrorLine?.Invoke(line);
        }).ConfigureAwait(false);
    }
}
