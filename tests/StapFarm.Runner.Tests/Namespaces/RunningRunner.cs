using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Threading.Channels;
using StapFarm.Runner.Tests.Fakes;

namespace StapFarm.Runner.Tests.Namespaces;

/// <summary>The real runner as a process of its own.</summary>
internal sealed class RunningRunner : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Channel<bool> _line = Channel.CreateUnbounded<bool>();

    public RunningRunner(FakeFarm farm, string keyFile, string state, params string[] options)
    {
        var start = new ProcessStartInfo(Program, ["--farm", farm.Address.ToString(), "--farm-key", keyFile, "--state", state, "--name", "t", .. options])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }

            _line.Writer.TryWrite(true);
        };
        _process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Waits until the log says something.</summary>
    public async Task SaysAsync(string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await _line.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The runner didn't say '{text}', but:\n{Log}");
            }
        }
    }

    /// <summary>kill -9, of the runner alone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<int> TerminateAsync()
    {
        _ = StapFarm.Runner.Native.Libc.Kill(_process.Id, StapFarm.Runner.Native.Signals.Terminate);
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string Program => typeof(RunningRunner).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "Runner").Value!;
}
