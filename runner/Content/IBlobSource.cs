using StapFarm.Model.Content;

namespace StapFarm.Runner.Content;

/// <summary>Where blobs come from: the farm.</summary>
internal interface IBlobSource
{
    /// <summary>The blob's bytes from <paramref name="offset"/> on; may end early with an exception and be asked again from further on.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Digest digest, long offset, CancellationToken cancellationToken);
}
