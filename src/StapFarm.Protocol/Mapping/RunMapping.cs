using Google.Protobuf;
using StapFarm.Model.Runs;
using StapFarm.Model.Tickets;

namespace StapFarm.Protocol.Mapping;

/// <summary>Runners, sessions and their output over gRPC.</summary>
public static class RunMapping
{
    /// <summary>The version of the runners' stream.</summary>
    public const int RunnerProtocolVersion = 1;

    public static V1.RunnerHello ToProto(this RunnerHello hello) => new()
    {
        ProtocolVersion = RunnerProtocolVersion,
        RunnerId = hello.Id,
        Incarnation = hello.Incarnation,
        Name = hello.Name,
        Version = hello.Version,
        Kernel = hello.Kernel.ToProto(),
        Labels = { hello.Labels.ToDictionary() },
        Lockdown = hello.Lockdown,
        EnrolledKeys = { hello.EnrolledKeys },
        Capabilities = { hello.Capabilities },
    };

    public static RunnerHello ToModel(this V1.RunnerHello hello) => new(
        hello.RunnerId,
        hello.Incarnation,
        hello.Name,
        hello.Version,
        hello.Kernel.ToModel(),
        hello.Labels.ToDictionary(),
        hello.Lockdown,
        [.. hello.EnrolledKeys],
        [.. hello.Capabilities]);

    public static V1.OutputChunk ToProto(this OutputChunk chunk) => new()
    {
        Number = chunk.Number,
        Channel = (V1.OutputChannel)chunk.Channel,
        Bytes = ByteString.CopyFrom(chunk.Bytes.Span),
    };

    public static OutputChunk ToModel(this V1.OutputChunk chunk) =>
        new(chunk.Number, (OutputChannel)chunk.Channel, chunk.Bytes.Memory);

    public static V1.SessionEnded ToProto(this SessionEnd end, string session, long lastChunk)
    {
        var proto = new V1.SessionEnded
        {
            SessionId = session,
            Reason = (V1.SessionEndReason)end.Reason,
            Failure = end.Failure?.ToProto(),
            LastChunk = lastChunk,
        };
        if (end.ExitCode is { } exitCode)
        {
            proto.ExitCode = exitCode;
        }

        return proto;
    }

    public static SessionEnd ToModel(this V1.SessionEnded ended) => new(
        (SessionEndReason)ended.Reason,
        ended.HasExitCode ? ended.ExitCode : null,
        ended.Failure?.ToModel());

    public static SignedTicket SignedTicketOf(V1.StartSession start) =>
        new(start.Ticket.Memory, start.TicketSignature.Memory);
}
