using Microsoft.Extensions.Logging;

namespace StapFarm.Runner.Sessions;

internal sealed partial class SessionBook
{
    [LoggerMessage(LogLevel.Error, "The farm has lost output of session {Session} (it had stored {Stored} chunks, now {Now}); the session ends unreported.")]
    private partial void LogForgotten(string session, long stored, long now);
}
