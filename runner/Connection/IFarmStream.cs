using StapFarm.Protocol.V1;

namespace StapFarm.Runner.Connection;

/// <summary>One connection to the farm: the two directions of <c>Runners.Connect</c>.</summary>
internal interface IFarmStream : IAsyncDisposable
{
    Task WriteAsync(RunnerMessage message, CancellationToken cancellationToken);

    /// <summary>Null when the farm has ended the stream.</summary>
    Task<FarmMessage?> ReadAsync(CancellationToken cancellationToken);
}
