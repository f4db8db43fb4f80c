using System.Diagnostics;

namespace StapFarm.CompileServer.ChildWorker;

/// <summary>
/// Passes a child's log on as this process's own. The child writes lines as systemd reads them: <c>&lt;N&gt;</c> with a
/// syslog severity, then the text.
/// </summary>
internal sealed partial class ChildLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("StapFarm.ChildWorker");

    public void Follow(Process process)
    {
        var id = process.Id;
        process.OutputDataReceived += (_, line) => Pass(id, line.Data);
        process.ErrorDataReceived += (_, line) => Pass(id, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Pass(int id, string? line)
    {
        if (line is { Length: > 0 })
        {
            var (level, text) = Read(line);
            LogLine(level, id, text);
        }
    }

    internal static (LogLevel Level, string Text) Read(string line)
    {
        if (line is not ['<', var severity, '>', ..])
        {
            return (LogLevel.Information, line);
        }

        var level = severity switch
        {
            '0' or '1' or '2' => LogLevel.Critical,
            '3' => LogLevel.Error,
            '4' => LogLevel.Warning,
            '7' => LogLevel.Debug,
            _ => LogLevel.Information,
        };
        return (level, line[3..]);
    }

    [LoggerMessage(EventId = 1, Message = "[{Process}] {Line}")]
    private partial void LogLine(LogLevel level, int process, string line);
}
