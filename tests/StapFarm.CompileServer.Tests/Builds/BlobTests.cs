using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class BlobTests : IAsyncLifetime
{
    private readonly byte[] _content = new byte[200_000];
    private TestFarm _farm = null!;
    private BlobRef _blob = null!;

    public async Task InitializeAsync()
    {
        new Random(7).NextBytes(_content.AsSpan(0, 100_000));
        _farm = await TestFarm.StartAsync();
        _blob = await _farm.Services.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(_content), MediaTypes.Module, null, default);
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_blob_tells_its_size_and_type()
    {
        var stat = (await _farm.Blobs.StatAsync(new() { Digest = _blob.Digest.ToString() })).Blob;

        Assert.Equal(_content.Length, stat.Size);
        Assert.Equal(MediaTypes.Module, stat.MediaType);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(199_999)]
    [InlineData(200_000)]
    public async Task A_blob_is_read_from_any_offset_in_chunks_of_64_KiB(int offset)
    {
        var chunks = await ReadAsync(offset, V1.BlobEncoding.Unspecified);

        Assert.Equal(_content[offset..], chunks.SelectMany(chunk => chunk));
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(65_536, chunk.Length));
    }

    [Fact]
    public async Task A_blob_is_read_as_one_zstd_stream_on_demand()
    {
        var compressed = (await ReadAsync(1000, V1.BlobEncoding.Zstd)).SelectMany(chunk => chunk).ToArray();
        using var zstd = new ZstdSharp.DecompressionStream(new MemoryStream(compressed));
        using var plain = new MemoryStream();
        await zstd.CopyToAsync(plain);

        Assert.Equal(_content[1000..], plain.ToArray());
        Assert.InRange(compressed.Length, 90_000, 110_000);
    }

    [Theory]
    [InlineData(V1.BlobEncoding.Unspecified)]
    [InlineData(V1.BlobEncoding.Zstd)]
    public async Task A_damaged_blob_ends_with_data_loss_before_its_last_byte(V1.BlobEncoding encoding)
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_farm.DataRoot, "blobs"), $"*{_blob.Digest.ToString()[4..]}*", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^100_000] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var received = 0;
        using var read = _farm.Blobs.Read(new() { Digest = _blob.Digest.ToString(), Encoding = encoding });

        var failure = await FarmAssert.FailsAsync(FailureCode.Corrupt, async () =>
        {
            await foreach (var chunk in read.ResponseStream.ReadAllAsync())
            {
                received += chunk.Chunk.Length;
            }
        });

        Assert.Equal(StatusCode.DataLoss, read.GetStatus().StatusCode);
        Assert.True(received < _content.Length, failure.Message);
    }

    [Fact]
    public async Task What_isnt_there_isnt_found_and_an_offset_behind_the_end_is_refused()
    {
        var missing = Digest.Of("nothing"u8).ToString();
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Blobs.StatAsync(new() { Digest = missing }));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.Blobs.StatAsync(new() { Digest = "short" }));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => ReadAsync(200_001, V1.BlobEncoding.Unspecified));
    }

    private async Task<List<byte[]>> ReadAsync(long offset, V1.BlobEncoding encoding)
    {
        var chunks = new List<byte[]>();
        using var read = _farm.Blobs.Read(new() { Digest = _blob.Digest.ToString(), Offset = offset, Encoding = encoding });
        await foreach (var chunk in read.ResponseStream.ReadAllAsync())
        {
            chunks.Add(chunk.Chunk.ToByteArray());
        }

        return chunks;
    }
}
