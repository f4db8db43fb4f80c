using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Runners;

/// <summary>Decides whether the farm can speak with a runner.</summary>
internal static class RunnerGreeting
{
    private const int LongestId = 100;

    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>InvalidRequest</c>.</exception>
    public static V1.RunnerHello Check(V1.RunnerHello hello)
    {
        if (hello.ProtocolVersion != RunMapping.RunnerProtocolVersion)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"The runner speaks version {hello.ProtocolVersion} of the runners' stream; this farm speaks version {RunMapping.RunnerProtocolVersion}.",
                "Install the runner that fits the farm's release.");
        }

        if (!IsId(hello.RunnerId) || !IsId(hello.Incarnation))
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"A runner's id and incarnation are 1 to {LongestId} letters, digits, '-', '_' and '.'.");
        }

        if (hello.Kernel is null || hello.Kernel.BuildId.Length == 0 || hello.Kernel.Release.Length == 0)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A runner must say which kernel it runs on: release and build-id.");
        }

        return hello;
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
