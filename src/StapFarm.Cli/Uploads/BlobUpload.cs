using Grpc.Core;
using StapFarm.Cli.Connection;
using StapFarm.Model.Content;

namespace StapFarm.Cli.Uploads;

/// <summary>
/// Sends content to the farm's store under its digest. What the farm has isn't sent; what broke off, now or in an earlier
/// command, goes on where it was.
/// </summary>
internal sealed class BlobUpload(V1.Blobs.BlobsClient blobs, TimeProvider timeProvider)
{
    /// <param name="onBytes">Sees how many bytes the farm has.</param>
    /// <returns>False when the farm had it already.</returns>
    public async Task<bool> SendAsync(IUploadContent content, Digest digest, long size, Action<long> onBytes, CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(timeProvider);
        for (var hasSent = false; ; hasSent = true)
        {
            try
            {
                var status = await blobs.WriteStatusAsync(new() { Digest = digest.ToString() }, cancellationToken: cancellationToken);
                onBytes(status.Committed);
                if (status.Complete)
                {
                    return hasSent;
                }

                await WriteAsync(content, digest, size, status.Committed, onBytes, reconnection, cancellationToken);
                return true;
            }
            catch (RpcException exception) when (Reconnection.IsLost(exception, cancellationToken))
            {
                await reconnection.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task WriteAsync(
        IUploadContent content, Digest digest, long size, long offset, Action<long> onBytes, Reconnection reconnection, CancellationToken cancellationToken)
    {
        using var call = blobs.Write(cancellationToken: cancellationToken);
        try
        {
            await call.RequestStream.WriteAsync(new() { Head = new() { Digest = digest.ToString(), Size = size, Offset = offset } }, cancellationToken);
            var sent = offset;
            await using var output = new BlobWriteStream(call.RequestStream, count =>
            {
                reconnection.Reset();
                onBytes(sent += count);
            });
            await content.WriteToAsync(output, offset, cancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            // The farm has ended the call; its answer says why.
        }

        await call.ResponseAsync;
    }
}
