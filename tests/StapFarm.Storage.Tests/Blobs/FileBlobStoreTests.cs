using CsCheck;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Blobs;
using Xunit;

namespace StapFarm.Storage.Tests.Blobs;

public sealed class FileBlobStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly FileBlobStore _store;

    public FileBlobStoreTests() => _store = new FileBlobStore(_folder.Options);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_put_is_read_back_from_any_offset() =>
        await Gen.Select(Gen.Byte.Array[0, 300_000], Gen.Double[0, 1]).SampleAsync(
            async (content, where) =>
            {
                var blob = await PutAsync(content);
                Assert.Equal(new BlobRef(Digest.Of(content), content.Length, "test/bytes"), blob);
                var offset = (int)(content.Length * where);
                Assert.Equal(content[offset..], await ReadAsync(blob.Digest, offset));
                Assert.Equal(blob, await _store.StatAsync(blob.Digest, default));
            },
            iter: 50);

    [Fact]
    public async Task Putting_it_again_leaves_the_first_media_type()
    {
        await PutAsync([1, 2, 3], "test/first");

        var again = await PutAsync([1, 2, 3], "test/second");

        Assert.Equal("test/first", again.MediaType);
        Assert.Equal("test/first", (await _store.StatAsync(again.Digest, default))!.MediaType);
    }

    [Fact]
    public async Task Content_with_another_digest_than_announced_is_refused_and_not_kept()
    {
        var failure = await FailureAssert.ThrowsAsync(
            FailureCode.Corrupt,
            async () => await _store.PutAsync(new MemoryStream([1]), "test/bytes", Digest.Of([2]), default));

        Assert.Contains(Digest.Of([2]).ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_blob_is_invisible_until_its_last_byte_is_there()
    {
        using var content = new PausingStream([1, 2, 3], [4, 5]);
        var digest = Digest.Of([1, 2, 3, 4, 5]);
        var put = _store.PutAsync(content, "test/bytes", digest, default).AsTask();

        await content.Paused;
        Assert.Null(await _store.StatAsync(digest, default));
        Assert.Empty(await _store.ListAsync(default).ToListAsync());
        content.Resume();
        await put;

        Assert.Equal(5, (await _store.StatAsync(digest, default))!.Size);
    }

    [Fact]
    public async Task A_put_whose_source_fails_leaves_nothing()
    {
        using var content = new PausingStream([1, 2, 3], null);
        var put = _store.PutAsync(content, "test/bytes", null, default).AsTask();
        await content.Paused;
        content.Resume();

        await Assert.ThrowsAsync<InvalidOperationException>(() => put);

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_file_that_was_cut_is_not_there_and_putting_it_again_heals_it()
    {
        var blob = await PutAsync(new byte[5000]);
        using (var file = File.OpenWrite(_folder.BlobPath(blob.Digest.ToString())))
        {
            file.SetLength(4000);
        }

        Assert.Null(await _store.StatAsync(blob.Digest, default));
        await FailureAssert.ThrowsAsync(FailureCode.NotFound, async () => await _store.OpenAsync(blob.Digest, 0, default));
        await PutAsync(new byte[5000]);

        Assert.Equal(new byte[5000], await ReadAsync(blob.Digest, 0));
    }

    [Fact]
    public async Task A_file_of_another_version_is_refused_with_that_version()
    {
        var blob = await PutAsync([1]);
        using (var file = File.OpenWrite(_folder.BlobPath(blob.Digest.ToString())))
        {
            file.Position = 14;
            file.WriteByte(9);
        }

        var failure = await FailureAssert.ThrowsAsync(FailureCode.UnknownVersion, async () => await _store.StatAsync(blob.Digest, default));

        Assert.Contains("version 9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_it_twice_says_so()
    {
        var blob = await PutAsync([1]);

        Assert.True(await _store.DeleteAsync(blob.Digest, default));

        Assert.False(await _store.DeleteAsync(blob.Digest, default));
        Assert.Null(await _store.StatAsync(blob.Digest, default));
    }

    [Fact]
    public async Task A_blob_that_is_deleted_while_it_is_read_is_read_to_its_end()
    {
        var content = new byte[400_000];
        Random.Shared.NextBytes(content);
        var blob = await PutAsync(content);
        await using var stream = await _store.OpenAsync(blob.Digest, 0, default);

        await _store.DeleteAsync(blob.Digest, default);

        Assert.Equal(content, await ReadAllAsync(stream));
    }

    [Fact]
    public async Task The_list_has_every_blob_and_nothing_else()
    {
        var blobs = new[] { await PutAsync([1]), await PutAsync([2], "test/other") };
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "blobs", "stray"), "x");

        Assert.Equal(
            blobs.OrderBy(blob => blob.Digest.ToString()),
            (await _store.ListAsync(default).ToListAsync()).OrderBy(blob => blob.Digest.ToString()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task An_offset_outside_the_blob_is_refused(long offset)
    {
        var blob = await PutAsync([1, 2, 3]);

        await FailureAssert.ThrowsAsync(FailureCode.InvalidRequest, async () => await _store.OpenAsync(blob.Digest, offset, default));
    }

    [Fact]
    public async Task The_file_is_a_header_of_256_bytes_and_the_content()
    {
        var blob = await PutAsync([0xAA, 0xBB], "a/b");

        var file = await File.ReadAllBytesAsync(_folder.BlobPath(blob.Digest.ToString()));

        Assert.Equal("737461706661726D2D626C6F62000100000000000000020361" + "2F62", Convert.ToHexString(file[..27]));
        Assert.All(file[27..256], value => Assert.Equal(0, value));
        Assert.Equal([0xAA, 0xBB], file[256..]);
    }

    private async Task<BlobRef> PutAsync(byte[] content, string mediaType = "test/bytes") =>
        await _store.PutAsync(new MemoryStream(content), mediaType, null, default);

    private async Task<byte[]> ReadAsync(Digest digest, long offset)
    {
        await using var stream = await _store.OpenAsync(digest, offset, default);
        return await ReadAllAsync(stream);
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
