using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Sessions;

internal sealed partial class ModuleRemover
{
    [LoggerMessage(LogLevel.Warning, "The module {Name} was still loaded after its staprun had ended; it is unloaded now.")]
    private partial void LogRemoved(string name);

    [LoggerMessage(LogLevel.Error, "The module {Name} can't be unloaded: {Reason}.")]
    private partial void LogStays(string name, string reason);
}
