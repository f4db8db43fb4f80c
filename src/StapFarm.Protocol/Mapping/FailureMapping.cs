using Google.Protobuf;
using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.V1;

namespace StapFarm.Protocol.Mapping;

/// <summary>Failures over gRPC: typed in results, and in a binary trailer of a failed call.</summary>
public static class FailureMapping
{
    /// <summary>The trailer that holds a serialized <see cref="Failure"/>.</summary>
    public const string TrailerName = "stapfarm-failure-bin";

    public static Failure ToProto(this FarmFailure failure)
    {
        var proto = new Failure
        {
            Code = (int)failure.Code,
            Message = failure.Message,
            Advice = failure.Advice,
            Pass = failure.Pass ?? 0,
            Kernel = failure.Kernel ?? "",
            Toolchain = failure.Toolchain ?? "",
            ToolMessages = ByteString.CopyFrom(failure.ToolMessages.Span),
        };
        if (failure.ExitCode is { } exitCode)
        {
            proto.ExitCode = exitCode;
        }

        return proto;
    }

    /// <summary>A code of a newer farm becomes <c>Internal</c>; its words remain.</summary>
    public static FarmFailure ToModel(this Failure failure) => new(
        Enum.IsDefined((FailureCode)failure.Code) ? (FailureCode)failure.Code : FailureCode.Internal,
        failure.Message,
        failure.Advice)
    {
        Pass = failure.Pass == 0 ? null : failure.Pass,
        ExitCode = failure.HasExitCode ? failure.ExitCode : null,
        Kernel = failure.Kernel.Length == 0 ? null : failure.Kernel,
        Toolchain = failure.Toolchain.Length == 0 ? null : failure.Toolchain,
        ToolMessages = failure.ToolMessages.Memory,
    };

    /// <summary>The call's error, with the failure in its trailer.</summary>
    public static RpcException ToRpcException(this FarmException exception) => new(
        new Status(StatusOf(exception.Failure.Code), exception.Message),
        new Metadata { { TrailerName, exception.Failure.ToProto().ToByteArray() } });

    /// <summary>The failure in a failed call's trailer; one made of the status when it has none.</summary>
    public static FarmFailure ToFailure(this RpcException exception)
    {
        if (exception.Trailers.GetValueBytes(TrailerName) is { } bytes)
        {
            return Failure.Parser.ParseFrom(bytes).ToModel();
        }

        return exception.StatusCode switch
        {
            StatusCode.Unavailable => new(
                FailureCode.Unavailable,
                "The farm can't be reached.",
                "Check its address, and that it is up (./dev up starts one here)."),
            StatusCode.Cancelled => new(FailureCode.Cancelled, "The call was called off."),
            _ => new(FailureCode.Internal, $"The farm failed: {exception.Status.Detail}"),
        };
    }

    private static StatusCode StatusOf(FailureCode code) => code switch
    {
        FailureCode.InvalidRequest or FailureCode.ScriptError or FailureCode.UnknownVersion => StatusCode.InvalidArgument,
        FailureCode.NotFound or FailureCode.UnknownKernel or FailureCode.NoRunner => StatusCode.NotFound,
        FailureCode.Unsupported => StatusCode.Unimplemented,
        FailureCode.LimitExceeded or FailureCode.StoreFull => StatusCode.ResourceExhausted,
        FailureCode.Corrupt => StatusCode.DataLoss,
        FailureCode.NotAllowed or FailureCode.BadTicket => StatusCode.PermissionDenied,
        FailureCode.Cancelled => StatusCode.Cancelled,
        FailureCode.Unavailable or FailureCode.WorkerLost or FailureCode.TargetLost => StatusCode.Unavailable,
        FailureCode.NoToolchain or FailureCode.BadKernelTree or FailureCode.WrongKernel or FailureCode.InUse => StatusCode.FailedPrecondition,
        _ => StatusCode.Internal,
    };
}
