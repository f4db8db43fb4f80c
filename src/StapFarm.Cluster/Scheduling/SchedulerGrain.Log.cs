using Microsoft.Extensions.Logging;

namespace StapFarm.Cluster.Scheduling;

internal sealed partial class SchedulerGrain
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Attempt {Attempt} of {Work} on worker {Worker} was lost: {Why}.")]
    private partial void LogLost(string work, int attempt, string worker, string why);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "A result came for lease {Lease}, which has ended.")]
    private partial void LogLateResult(string lease);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "The attempt at {Work} couldn't be recorded, so it stays in the queue.")]
    private partial void LogNotRecorded(Exception exception, string work);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "The record of the attempts at {Work} can't be read or written.")]
    private partial void LogBadRecord(Exception exception, string work);
}
