using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.StapProtocol.Tests;

public sealed class RequestFrameTests
{
    private static readonly RequestLimits Limits = new() { RequestBytes = 5000 };

    [Fact]
    public void The_most_significant_byte_comes_first()
    {
        Assert.Equal(0, RequestFrame.Read([0, 0, 0, 0], Limits));
        Assert.Equal(0x0102, RequestFrame.Read([0, 0, 1, 2], Limits));
        Assert.Equal(5000, RequestFrame.Read([0, 0, 0x13, 0x88], Limits));
    }

    [Fact]
    public void Lengths_that_are_negative_or_too_large_are_refused()
    {
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => RequestFrame.Read([0xff, 0xff, 0xff, 0xff], Limits)).Failure.Code);
        Assert.Equal(FailureCode.LimitExceeded, Assert.Throws<FarmException>(() => RequestFrame.Read([0, 0, 0x13, 0x89], Limits)).Failure.Code);
        Assert.Equal((0, int.MaxValue), (RequestFrame.Peek([0x80, 0, 0, 0]), RequestFrame.Peek([0x7f, 0xff, 0xff, 0xff])));
    }
}
