using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Builds;

internal sealed partial class BuildsService
{
    [LoggerMessage(1, LogLevel.Information, "Build {Key} of {Principal} answered from the cache")]
    private partial void LogHit(string key, Principal principal);

    [LoggerMessage(2, LogLevel.Information, "Build {Key} for {Release} with {Toolchain} submitted by {Principal}")]
    private partial void LogSubmitted(string key, string release, string toolchain, Principal principal);
}
