using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>Collects the warnings of Orleans' scheduler about turns that took too long.</summary>
public sealed class TurnWatch : ILoggerProvider
{
    public ConcurrentQueue<string> LongTurns { get; } = new();

    public ConcurrentQueue<string> Errors { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Watcher(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Watcher(TurnWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning)
            {
                return;
            }

            var line = $"{category}: {formatter(state, exception)}";
            if (category.StartsWith("Orleans.Runtime.Scheduler", StringComparison.Ordinal))
            {
                watch.LongTurns.Enqueue(line);
            }
            else if (logLevel >= LogLevel.Error)
            {
                watch.Errors.Enqueue(line);
            }
        }
    }
}
