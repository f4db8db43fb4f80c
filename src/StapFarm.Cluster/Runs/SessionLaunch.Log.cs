using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Runs;

internal sealed partial class SessionLaunch
{
    [LoggerMessage(EventId = 4601, Level = LogLevel.Warning, Message = "Following {Work} failed; it is submitted again.")]
    private partial void LogBuildAgain(Exception exception, string work);
}
