using StapFarm.Cli.Connection;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Protocol.Mapping;
using Xunit;

namespace StapFarm.Cli.Tests.Connection;

public sealed class BlobDownloadTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 300_000)]
    [InlineData(false, 0)]
    [InlineData(false, 300_000)]
    public async Task A_blob_arrives_whole_compressed_or_not(bool compressed, int size)
    {
        await using var farm = await FakeFarm.StartAsync();
        using var client = new FarmClient(new Uri(farm.Address));
        var content = new byte[size];
        new Random(1).NextBytes(content);
        var blob = farm.Blobs.Add(content).ToModel();
        using var output = new MemoryStream();

        await new BlobDownload(client.Blobs, compressed, new JumpingTimeProvider()).CopyToAsync(blob, output, CancellationToken.None);

        Assert.Equal(content, output.ToArray());
        Assert.Equal(compressed ? V1.BlobEncoding.Zstd : V1.BlobEncoding.Unspecified, Assert.Single(farm.Blobs.Requests).Encoding);
    }
}
