using StapFarm.Model.Failures;
using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Serialization;

/// <summary>How a session ended; the reason travels as its number.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.SessionEnd.v1")]
internal readonly struct SessionEndSurrogate
{
    [Id(0)]
    public int Reason { get; init; }

    [Id(1)]
    public int? ExitCode { get; init; }

    [Id(2)]
    public FarmFailure? Failure { get; init; }
}

[RegisterConverter]
internal sealed class SessionEndConverter : IConverter<SessionEnd, SessionEndSurrogate>
{
    public SessionEnd ConvertFromSurrogate(in SessionEndSurrogate surrogate) =>
        new((SessionEndReason)surrogate.Reason, surrogate.ExitCode, surrogate.Failure);

    public SessionEndSurrogate ConvertToSurrogate(in SessionEnd value) =>
        new() { Reason = (int)value.Reason, ExitCode = value.ExitCode, Failure = value.Failure };
}
