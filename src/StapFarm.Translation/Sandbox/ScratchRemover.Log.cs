using Microsoft.Extensions.Logging;

namespace StapFarm.Translation.Sandbox;

internal sealed partial class ScratchRemover
{
    [LoggerMessage(1, LogLevel.Warning, "The folder {Folder} of a finished build stays until the worker starts again")]
    private partial void LogStays(Exception exception, string folder);
}
