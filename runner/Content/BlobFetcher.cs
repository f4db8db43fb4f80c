using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using StapFarm.Runner.Connection;

namespace StapFarm.Runner.Content;

/// <summary>Fetches a blob into a file, goes on where an interrupted try ended, and lets nothing through that doesn't verify.</summary>
internal sealed partial class BlobFetcher(IBlobSource source, TimeProvider time, ILogger<BlobFetcher> logger)
{
    /// <summary>How many times in a row a read may end without any progress.</summary>
    public const int Tries = 6;

    /// <exception cref="FarmException"><c>Corrupt</c>, <c>NotFound</c>, <c>Unavailable</c>, <c>StoreFull</c>.</exception>
    public async Task FetchAsync(BlobRef blob, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
            await FillAsync(blob, file, cancellationToken);
            file.Position = 0;
            var hash = await SHA256.HashDataAsync(file, cancellationToken);
            if (Digest.FromHash(hash) != blob.Digest)
            {
                throw Corrupt(blob, $"they have the digest {Digest.FromHash(hash).Short}");
            }
        }
        catch (IOException exception)
        {
            throw new FarmException(
                FailureCode.StoreFull,
                $"The target can't keep what the run needs: {exception.Message}",
                "Make room on the target, or give the runner another folder with --state DIR.",
                exception);
        }
    }

    private async Task FillAsync(BlobRef blob, FileStream file, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        for (var failures = 0; file.Length < blob.Size || blob.Size == 0;)
        {
            var before = file.Length;
            try
            {
                await foreach (var chunk in source.ReadAsync(blob.Digest, before, cancellationToken))
                {
                    await file.WriteAsync(chunk, cancellationToken);
                    if (file.Length > blob.Size)
                    {
                        throw Corrupt(blob, $"there are more than {blob.Size}");
                    }
                }

                if (file.Length == blob.Size)
                {
                    return;
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "the blob ended early"));
            }
            catch (RpcException exception)
            {
                // Called off, gRPC answers with one of several statuses.
                cancellationToken.ThrowIfCancellationRequested();
                failures = file.Length > before ? 1 : failures + 1;
                if (exception.StatusCode is not (StatusCode.Unavailable or StatusCode.Internal) || failures >= Tries)
                {
                    throw new FarmException(exception.ToFailure(), exception);
                }

                LogInterrupted(blob.Digest.Short, file.Length, exception.Status.Detail);
                await backoff.WaitAsync(cancellationToken);
            }
        }
    }

    private static FarmException Corrupt(BlobRef blob, string what) => new(
        FailureCode.Corrupt,
        $"The bytes that came for {blob.Digest.Short} aren't those that the ticket names: {what}.");
}
