using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol;
using StapFarm.StapProtocol.Requests;

namespace StapFarm.CompileServer.StapPort;

/// <summary>
/// Receives requests. Memory is taken for what has arrived, never for what was announced, and all large ones together have a
/// bound, also while they wait for their builds, so that whoever opens many connections can't fill it.
/// </summary>
internal sealed class RequestIntake(IOptions<StapPortOptions> options)
{
    // Scripts are smaller; these are never refused for the others' sake.
    private const int Small = 64 * 1024;

    private long _held;

    /// <returns>The request; null when the client only wanted to see the certificate.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c>, <c>LimitExceeded</c>, <c>Unavailable</c>; what the client had to say has been read then.</exception>
    public async Task<ReceivedRequest?> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var frame = new byte[RequestFrame.Size];
        await stream.ReadExactlyAsync(frame, cancellationToken);
        var left = RequestFrame.Peek(frame);
        var held = 0L;
        try
        {
            var length = RequestFrame.Read(frame, options.Value.Limits);
            if (length == 0)
            {
                return null;
            }

            using var content = new MemoryStream();
            var buffer = new byte[Math.Min(Small, length)];
            while (left > 0)
            {
                var size = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (size == 0)
                {
                    throw new EndOfStreamException("The client ended in the middle of its request.");
                }

                left -= size;
                if (content.Length + size > Small)
                {
                    Hold(size, ref held);
                }

                content.Write(buffer, 0, size);
            }

            var archive = content.ToArray();
            var mine = held;
            held = 0;
            return new ReceivedRequest(archive, () => Interlocked.Add(ref _held, -mine));
        }
        catch (FarmException)
        {
            await DrainAsync(stream, left, cancellationToken);
            throw;
        }
        finally
        {
            Interlocked.Add(ref _held, -held);
        }
    }

    /// <summary>Counts what a request is unpacked, until the result is disposed: a small archive may hold much.</summary>
    /// <exception cref="FarmException"><c>Unavailable</c> when all of them together are too much.</exception>
    public IDisposable Keep(StapRequest request)
    {
        var held = 0L;
        try
        {
            if (request.Files.Bytes > Small)
            {
                Hold(request.Files.Bytes, ref held);
            }
        }
        catch (FarmException)
        {
            Interlocked.Add(ref _held, -held);
            throw;
        }

        return new ReceivedRequest([], () => Interlocked.Add(ref _held, -held));
    }

    private void Hold(long size, ref long held)
    {
        held += size;
        if (Interlocked.Add(ref _held, size) > options.Value.HeldBytes)
        {
            throw new FarmException(FailureCode.Unavailable, "The farm has too many large requests just now.", "Ask again.");
        }
    }

    // A client reads its answer only after it has sent everything.
    private static async Task DrainAsync(Stream stream, long left, CancellationToken cancellationToken)
    {
        var buffer = new byte[Small];
        for (int size; left > 0 && (size = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken)) > 0; left -= size)
        {
        }
    }
}
