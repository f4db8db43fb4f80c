using StapFarm.Model.Runs;

namespace StapFarm.Cluster.Serialization;

/// <summary>What only matters when a module runs.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.SessionOptions.v1")]
internal readonly struct SessionOptionsSurrogate
{
    [Id(0)]
    public ReadOnlyMemory<byte>? Command { get; init; }

    [Id(1)]
    public int? TargetPid { get; init; }

    [Id(2)]
    public ReadOnlyMemory<byte>[] Globals { get; init; }

    [Id(3)]
    public TimeSpan? TimeLimit { get; init; }

    [Id(4)]
    public long? OutputLimit { get; init; }
}

[RegisterConverter]
internal sealed class SessionOptionsConverter : IConverter<SessionOptions, SessionOptionsSurrogate>
{
    public SessionOptions ConvertFromSurrogate(in SessionOptionsSurrogate surrogate) =>
        new(surrogate.Command, surrogate.TargetPid, surrogate.Globals, surrogate.TimeLimit, surrogate.OutputLimit);

    public SessionOptionsSurrogate ConvertToSurrogate(in SessionOptions value) =>
        new()
        {
            Command = value.Command,
            TargetPid = value.TargetPid,
            Globals = [.. value.Globals],
            TimeLimit = value.TimeLimit,
            OutputLimit = value.OutputLimit,
        };
}
