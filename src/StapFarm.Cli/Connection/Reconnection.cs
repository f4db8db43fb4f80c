using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Connection;

/// <summary>
/// Patience with a farm that went away while something was watched: tries again after growing pauses, until the farm has
/// been away for too long.
/// </summary>
internal sealed class Reconnection(TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private int _attempts;
    private long _lostAt;

    /// <summary>How long the farm may be away.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the connection failed, and not the farm at what it was asked for.</summary>
    public static bool IsLost(RpcException exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (exception.Trailers.GetValueBytes(FailureMapping.TrailerName) is null
            ? exception.StatusCode == StatusCode.Unavailable || exception.Status.DebugException is not null
            : exception.ToFailure().Code == FailureCode.Unavailable);

    /// <summary>Something came: the farm is there.</summary>
    public void Reset() => _attempts = 0;

    /// <exception cref="FarmException"><c>Unavailable</c> when the farm has been away for too long.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_attempts == 0)
        {
            _lostAt = timeProvider.GetTimestamp();
        }
        else if (timeProvider.GetElapsedTime(_lostAt) >= Patience)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"The farm was lost and didn't answer again for {Patience.TotalMinutes:0} minutes.",
                "Give the same command again when the farm is back: what it has finished is kept.");
        }

        var pause = FirstPause * Math.Pow(2, Math.Min(_attempts++, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, timeProvider, cancellationToken);
    }
}
