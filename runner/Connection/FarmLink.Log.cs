using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Connection;

internal sealed partial class FarmLink
{
    [LoggerMessage(LogLevel.Information, "Connected to the farm (release {Version}); without it sessions go on for {Lease} s.")]
    private partial void LogConnected(string version, double lease);

    [LoggerMessage(LogLevel.Warning, "The farm has ended the connection.")]
    private partial void LogEnded();

    [LoggerMessage(LogLevel.Warning, "No connection to the farm: {Reason} ({Detail})")]
    private partial void LogLost(string reason, string detail);

    [LoggerMessage(LogLevel.Error, "The connection can't go on: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(LogLevel.Warning, "The farm doesn't answer.")]
    private partial void LogSilent();

    [LoggerMessage(LogLevel.Information, "Trying again in {Seconds:0.0} s.")]
    private partial void LogWaiting(double seconds);
}
