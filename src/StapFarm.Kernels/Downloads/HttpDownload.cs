using System.Net;
using System.Net.Http.Headers;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Downloads;

/// <summary>
/// Fetches files over HTTP (RFC 9110). What broke off goes on where it was if the server says that it is still the same
/// file (If-Range), else from its beginning. A server that sends nothing for too long, ends early or sends too much is
/// given up.
/// </summary>
/// <param name="stall">How long it may send nothing.</param>
internal sealed class HttpDownload(HttpClient client, TimeSpan stall, TimeProvider time)
{
    // Those that bring something don't count.
    private const int MostVainAttempts = 3;

    /// <summary>Fetches into <paramref name="file"/>, which is there when it is whole; what there is until then stands beside it.</summary>
    /// <param name="most">Bytes above which the file is refused.</param>
    /// <param name="onBytes">Sees how many bytes there are, and how many there will be if that is known.</param>
    /// <returns>False when the server has no such file.</returns>
    /// <exception cref="FarmException"><c>SourceFailed</c>, <c>StoreFull</c>.</exception>
    public async Task<bool> TryAsync(Uri address, string file, long most, Action<long, long?> onBytes, CancellationToken cancellationToken)
    {
        var partial = new PartialFile(file);
        Directory.CreateDirectory(partial.Folder);
        for (var vain = 0; ;)
        {
            var before = partial.Length;
            try
            {
                return await AttemptAsync(address, partial, most, onBytes, cancellationToken);
            }
            catch (Exception exception) when (IsTrouble(exception, cancellationToken))
            {
                vain = partial.Length > before ? 0 : vain + 1;
                if (vain >= MostVainAttempts)
                {
                    throw new FarmException(
                        FailureCode.SourceFailed,
                        $"{address} can't be fetched: {Words(exception)}",
                        "Check the server and the network; what was fetched is kept, and adding the kernel again goes on with it.",
                        exception);
                }
            }
        }
    }

    private async Task<bool> AttemptAsync(Uri address, PartialFile partial, long most, Action<long, long?> onBytes, CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(stall, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (partial.Resumes(out var offset, out var tag))
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            partial.Discard();
            return false;
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.Discard();
        }

        response.EnsureSuccessStatusCode();
        var at = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset ? offset : 0;
        var whole = at + response.Content.Headers.ContentLength;
        Refuse(address, partial, whole ?? 0, most);
        await using (var content = await response.Content.ReadAsStreamAsync(stop.Token))
        await using (var output = partial.Open(at, response.Headers.ETag))
        {
            var buffer = new byte[1 << 17];
            for (int read; (read = await content.ReadAsync(buffer, stop.Token)) > 0;)
            {
                stalled.CancelAfter(stall);
                at += read;
                Refuse(address, partial, at, most);
                await WriteAsync(output, buffer.AsMemory(0, read), partial.Folder, cancellationToken);
                onBytes(at, whole);
            }
        }

        if (whole is { } expected && at != expected)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, $"it ended after {at} of {expected} bytes");
        }

        partial.Publish();
        return true;
    }

    private static async Task WriteAsync(FileStream output, ReadOnlyMemory<byte> bytes, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(folder, exception);
        }
    }

    private static void Refuse(Uri address, PartialFile partial, long size, long most)
    {
        if (size > most)
        {
            partial.Discard();
            throw new FarmException(FailureCode.SourceFailed, $"{address} has more than the {most >> 20} MiB that such a file may have.", "Check that the address is that of the right server.");
        }
    }

    private static bool IsTrouble(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException
        && !cancellationToken.IsCancellationRequested;

    private string Words(Exception exception) => exception switch
    {
        OperationCanceledException => $"the server sent nothing for {stall.TotalSeconds:0} s.",
        HttpRequestException { StatusCode: { } status } => $"the server answers {(int)status} ({status}).",
        _ => $"{exception.Message.TrimEnd('.')}.",
    };
}
