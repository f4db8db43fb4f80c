using StapFarm.Model.Content;
using StapFarm.Storage.Blobs;
using Xunit;

namespace StapFarm.Storage.Tests.Blobs;

public sealed class FileBlobStoreConcurrencyTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_stores_that_put_the_same_blob_at_once_agree_on_one()
    {
        using var left = new PausingStream([1, 2], [3]);
        using var right = new PausingStream([1, 2], [3]);
        var puts = new[]
        {
            new FileBlobStore(_folder.Options).PutAsync(left, "test/left", null, default).AsTask(),
            new FileBlobStore(_folder.Options).PutAsync(right, "test/right", null, default).AsTask(),
        };
        await Task.WhenAll(left.Paused, right.Paused);
        left.Resume();
        right.Resume();

        var blobs = await Task.WhenAll(puts);

        Assert.Equal(blobs[0], blobs[1]);
        Assert.Equal([$"blobs/{blobs[0].Digest.ToString()[..2]}/{blobs[0].Digest}"], _folder.Files);
    }

    [Fact]
    public async Task Many_writers_readers_and_removers_never_show_a_part_of_a_blob()
    {
        var contents = Enumerable.Range(0, 4).Select(index => Enumerable.Repeat((byte)index, 50_000 + index).ToArray()).ToArray();
        await Parallel.ForAsync(0, 400, async (round, cancellationToken) =>
        {
            var store = new FileBlobStore(_folder.Options);
            var content = contents[round % contents.Length];
            var digest = Digest.Of(content);
            switch (round / contents.Length % 3)
            {
                case 0:
                    await store.PutAsync(new MemoryStream(content), "test/bytes", digest, cancellationToken);
                    break;
                case 1 when await store.StatAsync(digest, cancellationToken) is { } blob:
                    Assert.Equal(content.Length, blob.Size);
                    break;
                default:
                    await store.DeleteAsync(digest, cancellationToken);
                    break;
            }
        });
    }
}
