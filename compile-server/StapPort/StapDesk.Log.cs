using StapFarm.Model.Failures;
using StapFarm.StapProtocol;

namespace StapFarm.CompileServer.StapPort;

internal sealed partial class StapDesk
{
    [LoggerMessage(1, LogLevel.Information, "Build {Key} for stap {Client} answered from the cache")]
    private partial void LogHit(string key, ClientVersion client);

    [LoggerMessage(2, LogLevel.Information, "Build {Key} for {Release} with {Toolchain} submitted for stap {Client}")]
    private partial void LogSubmitted(string key, string release, string toolchain, ClientVersion client);

    [LoggerMessage(3, LogLevel.Information, "A request of stap --use-server was refused ({Code}): {Message}")]
    private partial void LogRefused(FailureCode code, string message);

    [LoggerMessage(4, LogLevel.Error, "A request of stap --use-server failed")]
    private partial void LogFailed(Exception exception);
}
