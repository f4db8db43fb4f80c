using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Logging;

/// <summary>The runner's log: a line each to stderr, with the time in UTC. A target's init system keeps it.</summary>
internal sealed class StderrLog(TimeProvider time) : ILoggerFactory
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Category(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one log.");

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Word(level)} {message}");
        lock (_gate)
        {
            Console.Error.WriteLine(exception is null ? line : $"{line}\n{exception}");
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning:",
        LogLevel.Error or LogLevel.Critical => "error:",
        _ => "info:",
    };

    private sealed class Category(StderrLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, formatter(state, exception), exception);
            }
        }
    }
}
