using Microsoft.Extensions.Logging;

namespace StapFarm.Signing.Keys;

public sealed partial class FileKeyRing
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Made the farm's ticket key {Path}; runners need its public half: stapfarm farm key")]
    private static partial void LogCreated(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made the certificate that signs modules for staprun {Path}; hosts must be made to trust it: stapfarm trust")]
    private static partial void LogSignerCreated(ILogger logger, string path);
}
