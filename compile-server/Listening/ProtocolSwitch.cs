using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace StapFarm.CompileServer.Listening;

/// <summary>
/// Tells HTTP/2 with prior knowledge from HTTP/1.1 by the connection's first bytes: an HTTP/2 client begins with
/// <c>PRI * HTTP/2.0</c> (RFC 9113, 3.4), which no HTTP/1.1 request begins with.
/// </summary>
internal static class ProtocolSwitch
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0"u8;

    public static ConnectionDelegate Between(ConnectionDelegate httpTwo, HttpOneEndPoint httpOne) => async connection =>
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var isPreface = BeginsWithPreface(read.Buffer);
            if (isPreface is null && !read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            // Examined as little as possible, so that the next reader gets these bytes at once.
            input.AdvanceTo(read.Buffer.Start);
            await (isPreface == true ? httpTwo(connection) : httpOne.ServeAsync(connection));
            return;
        }
    };

    /// <summary>Null when there are too few bytes to tell.</summary>
    private static bool? BeginsWithPreface(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        if (!Preface[..length].SequenceEqual(start[..length]))
        {
            return false;
        }

        return length == Preface.Length ? true : null;
    }
}
