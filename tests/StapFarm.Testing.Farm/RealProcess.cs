using System.Diagnostics;
using System.Text;

namespace StapFarm.Testing.Farm;

/// <summary>A real program whose output can be waited for while it runs.</summary>
public sealed class RealProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly StringBuilder _stdout = new();
    private readonly StringBuilder _stderr = new();
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RealProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reading = Task.WhenAll(
            ReadAsync(_process.StandardOutput, _stdout),
            ReadAsync(_process.StandardError, _stderr));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Stdout => Locked(_stdout);

    public string Stderr => Locked(_stderr);

    /// <summary>Waits until the output so far fulfils the condition; fails with all output when the program ends first or time is up.</summary>
    public async Task<string> WaitForAsync(Func<RealProcess, string> output, Func<string, bool> condition, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (condition(output(this)))
            {
                return output(this);
            }

            if (_reading.IsCompleted)
            {
                throw new InvalidOperationException($"The program ended without the expected output.\n{Dump()}");
            }

            try
            {
                await Task.WhenAny(changed, _reading).WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The expected output didn't come within {limit}.\n{Dump()}");
            }
        }
    }

    public async Task<ProgramResult> EndAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _reading.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The program didn't end within {limit}.\n{Dump()}");
        }

        return new(_process.ExitCode, Stdout, Stderr);
    }

    /// <summary>Sends a signal by its name, e.g. <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private string Dump() => $"--- stdout\n{Stdout}\n--- stderr\n{Stderr}";

    private string Locked(StringBuilder text)
    {
        lock (_lock)
        {
            return text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                text.Append(buffer, 0, count);
            }

            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
