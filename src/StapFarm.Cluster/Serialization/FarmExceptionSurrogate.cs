using StapFarm.Model.Failures;

namespace StapFarm.Cluster.Serialization;

/// <summary>An exception for a person: only its failure travels, never a stack trace.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.FarmException.v1")]
internal readonly struct FarmExceptionSurrogate
{
    [Id(0)]
    public FarmFailure Failure { get; init; }
}

[RegisterConverter]
internal sealed class FarmExceptionConverter : IConverter<FarmException, FarmExceptionSurrogate>
{
    public FarmException ConvertFromSurrogate(in FarmExceptionSurrogate surrogate) =>
        new(surrogate.Failure);

    public FarmExceptionSurrogate ConvertToSurrogate(in FarmException value) =>
        new() { Failure = value.Failure };
}
