using Microsoft.Extensions.Logging;
using StapFarm.Model.Failures;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Connection;

/// <summary>Carries out the farm's commands.</summary>
internal sealed partial class CommandDispatch(SessionBook book, ILogger logger)
{
    public void CarryOut(FarmCommand command)
    {
        switch (command.CommandCase)
        {
            case FarmCommand.CommandOneofCase.Start:
                Start(command.Start);
                break;
            case FarmCommand.CommandOneofCase.Stop:
                book.Stop(command.Stop.SessionId);
                break;
            default:
                LogUnknownCommand(command.Number);
                break;
        }
    }

    private void Start(StartSession start)
    {
        try
        {
            book.Start(OrderMapping.ToOrder(start));
        }
        catch (FarmException exception)
        {
            book.Refuse(start.SessionId, exception.Failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Command {Number} is of a kind that this runner doesn't know; it does nothing.")]
    private partial void LogUnknownCommand(long number);
}
