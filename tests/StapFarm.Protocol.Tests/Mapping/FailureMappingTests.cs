using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using Xunit;

namespace StapFarm.Protocol.Tests.Mapping;

public sealed class FailureMappingTests
{
    private static readonly FarmFailure Whole = new(FailureCode.ScriptError, "stap refused it.", "Mend it.")
    {
        Pass = 2,
        ExitCode = 1,
        Kernel = "6.1",
        Toolchain = "debian:trixie",
        ToolMessages = new byte[] { 0xFF, 0x0A },
    };

    [Fact]
    public void A_failure_crosses_a_failed_call_whole()
    {
        var back = new FarmException(Whole).ToRpcException().ToFailure();

        Assert.Equal(Whole with { ToolMessages = default }, back with { ToolMessages = default });
        Assert.Equal(Whole.ToolMessages.ToArray(), back.ToolMessages.ToArray());
    }

    [Fact]
    public void What_is_absent_stays_absent()
    {
        var back = new FarmFailure(FailureCode.NotFound, "gone").ToProto().ToModel();

        Assert.Equal((null, null, null, null), (back.Pass, back.ExitCode, back.Kernel, back.Toolchain));
    }

    [Fact]
    public void An_exit_code_of_zero_is_there() =>
        Assert.Equal(0, new FarmFailure(FailureCode.Internal, "x") { ExitCode = 0 }.ToProto().ToModel().ExitCode);

    [Fact]
    public void The_code_of_a_newer_farm_keeps_its_words()
    {
        var back = new V1.Failure { Code = 9999, Message = "a new kind" }.ToModel();

        Assert.Equal((FailureCode.Internal, "a new kind"), (back.Code, back.Message));
    }

    [Fact]
    public void Every_code_has_a_status_that_is_not_a_success() =>
        Assert.All(Enum.GetValues<FailureCode>(), code => Assert.NotEqual(StatusCode.OK, new FarmException(code, "x").ToRpcException().StatusCode));

    [Fact]
    public void A_farm_that_is_not_there_is_said_with_what_to_do()
    {
        var failure = new RpcException(new Status(StatusCode.Unavailable, "refused")).ToFailure();

        Assert.Equal(FailureCode.Unavailable, failure.Code);
        Assert.NotEmpty(failure.Advice);
    }
}
