using System.Buffers.Binary;
using System.Globalization;
using StapFarm.Model.Failures;

namespace StapFarm.StapProtocol;

/// <summary>
/// What stands in front of a request: its length, a signed 32-bit number with the most significant byte first
/// (systemtap's <c>client-nss.cxx</c>). The answer has none: it ends with the connection.
/// </summary>
public static class RequestFrame
{
    /// <summary>Bytes of the length.</summary>
    public const int Size = sizeof(int);

    /// <summary>How many bytes the client will send, taken or not; nothing for a length that can't be.</summary>
    public static int Peek(ReadOnlySpan<byte> frame) => Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(frame));

    /// <returns>How many bytes of archive follow; 0 when the client only wanted to see the certificate, and waits for no answer.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is negative or more than is taken.</exception>
    public static int Read(ReadOnlySpan<byte> frame, RequestLimits limits)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(frame);
        return length switch
        {
            < 0 => throw new FarmException(FailureCode.InvalidRequest, "The request's length is negative.", "This port is for 'stap --use-server'."),
            _ when length > limits.RequestBytes => throw new FarmException(
                FailureCode.LimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"The request has {length} bytes; this farm takes {limits.RequestBytes}."),
                "Send fewer files with -I, or ask the farm's administrator to raise RequestBytes."),
            _ => length,
        };
    }
}
