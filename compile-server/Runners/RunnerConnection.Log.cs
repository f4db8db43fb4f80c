using StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

internal sealed partial class RunnerConnection
{
    [LoggerMessage(1, LogLevel.Information, "Runner {Name} ({Id}) has connected; it runs {Release}")]
    private partial void LogConnected(string name, string id, string release);

    [LoggerMessage(2, LogLevel.Information, "Runner {Name} ({Id}) is gone")]
    private partial void LogGone(string name, string id);

    [LoggerMessage(3, LogLevel.Information, "Session {Session} runs on {Runner}")]
    private partial void LogRunning(string session, string runner);

    [LoggerMessage(4, LogLevel.Information, "Session {Session} on {Runner} has ended ({Reason}) after {LastChunk} chunks: {Why}")]
    private partial void LogEnded(string session, string runner, SessionEndReason reason, long lastChunk, string why);
}
