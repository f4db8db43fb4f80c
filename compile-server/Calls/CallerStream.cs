using Grpc.Core;

namespace StapFarm.CompileServer.Calls;

/// <summary>What a caller sends, when losing him is as good as his hanging up.</summary>
internal static class CallerStream
{
    /// <summary>Whether there is another message; false also when the connection broke.</summary>
    public static async Task<bool> NextAsync<T>(this IAsyncStreamReader<T> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNext(cancellationToken);
        }
        catch (IOException)
        {
            // The connection was reset, and the call's own token may say so only a moment later.
            return false;
        }
    }
}
