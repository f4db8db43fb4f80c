using Microsoft.Extensions.Logging;

namespace StapFarm.Signing.Owners;

public sealed partial class FileOwnerKeys
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Made the machine owner key {Folder}; machines with Secure Boot must enrol its certificate: mokutil --import")]
    private static partial void LogCreated(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The machine owner key {Folder} isn't used: {Reason}")]
    private static partial void LogSkipped(ILogger logger, string folder, string reason);
}
