using StapFarm.Model.Failures;
using SessionOptions = StapFarm.Model.Runs.SessionOptions;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runs;

/// <summary>What only matters when a module runs, as it comes over gRPC.</summary>
internal static class SessionOptionsMapping
{
    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static SessionOptions OptionsOf(V1.StartRunRequest request)
    {
        if (request.TimeLimitMs < 0 || request.OutputLimitBytes < 0 || (request.HasTargetPid && request.TargetPid <= 0))
        {
            throw new FarmException(FailureCode.InvalidRequest, "Limits and a process id can't be negative.", "Leave out what isn't wanted.");
        }

        return new(
            request.HasCommand ? request.Command.Memory : (ReadOnlyMemory<byte>?)null,
            request.HasTargetPid ? request.TargetPid : null,
            [.. request.Globals.Select(global => global.Memory)],
            request.TimeLimitMs == 0 ? null : TimeSpan.FromMilliseconds(request.TimeLimitMs),
            request.OutputLimitBytes == 0 ? null : request.OutputLimitBytes);
    }
}
