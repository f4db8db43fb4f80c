namespace StapFarm.CompileServer.Care;

internal sealed partial class Doctor
{
    [LoggerMessage(1, LogLevel.Warning, "Repaired {Store} {Subject}: {What}; {Outcome}")]
    private partial void LogRepaired(string store, string subject, string what, string outcome);

    [LoggerMessage(2, LogLevel.Warning, "{Store} {Subject} couldn't be repaired")]
    private partial void LogNotRepaired(Exception exception, string store, string subject);

    [LoggerMessage(3, LogLevel.Warning, "The check of {Store} failed")]
    private partial void LogNotChecked(Exception exception, string store);
}
