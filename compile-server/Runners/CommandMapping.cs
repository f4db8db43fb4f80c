using Google.Protobuf;
using StapFarm.Cluster.Runners;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

/// <summary>Commands over gRPC.</summary>
internal static class CommandMapping
{
    public static V1.FarmCommand ToProto(this NumberedCommand numbered)
    {
        var command = new V1.FarmCommand { Number = numbered.Number };
        switch (numbered.Command)
        {
            case RunnerCommand.Start start:
                command.Start = new()
                {
                    SessionId = start.Session,
                    Ticket = ByteString.CopyFrom(start.Ticket.Content.Span),
                    TicketSignature = ByteString.CopyFrom(start.Ticket.Signature.Span),
                    Module = start.Module.ToProto(),
                    Bundle = start.Bundle.ToProto(),
                    TimeLimitMs = (long)(start.TimeLimit?.TotalMilliseconds ?? 0),
                    OutputLimitBytes = start.OutputLimit ?? 0,
                };
                break;
            case RunnerCommand.Stop stop:
                command.Stop = new() { SessionId = stop.Session };
                break;
            default:
                throw new InvalidOperationException($"There is no mapping for {numbered.Command.GetType().Name}.");
        }

        return command;
    }
}
