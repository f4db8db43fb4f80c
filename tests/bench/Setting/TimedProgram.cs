using System.Diagnostics;
using System.Globalization;

namespace StapFarm.Bench.Setting;

/// <summary>Runs programs on the clock.</summary>
internal static class TimedProgram
{
    /// <summary>What takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="interruptAfter">Bytes of standard output after which it gets Ctrl-C; null to let it end by itself.</param>
    /// <exception cref="BenchException">It ended with another code than 0, or not in time; the message has what it said.</exception>
    public static async Task<TimedRun> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        CancellationToken cancellationToken,
        long? interruptAfter = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(Limit);
        await using var killing = ending.Token.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var (first, last, bytes) = await DrainAsync(process, clock, interruptAfter ?? long.MaxValue);
        await process.WaitForExitAsync(CancellationToken.None);
        var elapsed = clock.Elapsed;
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? new TimedRun(elapsed, first, last, bytes, await errors)
            : throw new BenchException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {(await errors).Trim()}");
    }

    private static async Task<(TimeSpan First, TimeSpan Last, long Bytes)> DrainAsync(Process process, Stopwatch clock, long interruptAfter)
    {
        var output = process.StandardOutput.BaseStream;
        var buffer = new byte[64 * 1024];
        var (first, last, bytes) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
        for (int read; (read = await output.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            last = clock.Elapsed;
            first = bytes == 0 ? last : first;
            if (bytes < interruptAfter && bytes + read >= interruptAfter)
            {
                using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(CancellationToken.None);
            }

            bytes += read;
        }

        return (first, last, bytes);
    }
}
