using StapFarm.Model.Failures;

namespace StapFarm.Cluster.Serialization;

/// <summary>A failure; the code travels as its number.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.FarmFailure.v1")]
internal readonly struct FarmFailureSurrogate
{
    [Id(0)]
    public int Code { get; init; }

    [Id(1)]
    public string Message { get; init; }

    [Id(2)]
    public string Advice { get; init; }

    [Id(3)]
    public int? Pass { get; init; }

    [Id(4)]
    public int? ExitCode { get; init; }

    [Id(5)]
    public string? Kernel { get; init; }

    [Id(6)]
    public string? Toolchain { get; init; }

    [Id(7)]
    public ReadOnlyMemory<byte> ToolMessages { get; init; }
}

[RegisterConverter]
internal sealed class FarmFailureConverter : IConverter<FarmFailure, FarmFailureSurrogate>
{
    public FarmFailure ConvertFromSurrogate(in FarmFailureSurrogate surrogate) =>
        new((FailureCode)surrogate.Code, surrogate.Message, surrogate.Advice)
        {
            Pass = surrogate.Pass,
            ExitCode = surrogate.ExitCode,
            Kernel = surrogate.Kernel,
            Toolchain = surrogate.Toolchain,
            ToolMessages = surrogate.ToolMessages,
        };

    public FarmFailureSurrogate ConvertToSurrogate(in FarmFailure value) =>
        new()
        {
            Code = (int)value.Code,
            Message = value.Message,
            Advice = value.Advice,
            Pass = value.Pass,
            ExitCode = value.ExitCode,
            Kernel = value.Kernel,
            Toolchain = value.Toolchain,
            ToolMessages = value.ToolMessages,
        };
}
