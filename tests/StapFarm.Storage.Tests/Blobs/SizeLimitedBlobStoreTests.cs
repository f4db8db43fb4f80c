using StapFarm.Model.Failures;
using StapFarm.Storage.Blobs;
using Xunit;

namespace StapFarm.Storage.Tests.Blobs;

public sealed class SizeLimitedBlobStoreTests
{
    private readonly MemoryBlobStore _inner = new();

    [Fact]
    public async Task A_blob_of_exactly_the_limit_is_taken()
    {
        var blob = await new SizeLimitedBlobStore(_inner, 3).PutAsync(new MemoryStream([1, 2, 3]), "test/bytes", null, default);

        Assert.Contains(blob.Digest, _inner.Blobs.Keys);
    }

    [Fact]
    public async Task A_byte_more_is_refused_with_the_limits_name_and_nothing_is_kept()
    {
        var failure = await FailureAssert.ThrowsAsync(
            FailureCode.LimitExceeded,
            async () => await new SizeLimitedBlobStore(_inner, 3).PutAsync(new MemoryStream([1, 2, 3, 4]), "test/bytes", null, default));

        Assert.Contains("MaxBlobBytes", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_inner.Blobs);
    }
}
