using CsCheck;
using StapFarm.Kernels.Trees;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Trees;

public sealed class DecompressionTests : IDisposable
{
    // As lz4 -l packs it: 'a' eleven times and a few more, so with a match that overlaps itself.
    private static readonly byte[] Lz4 = [0x02, 0x21, 0x4c, 0x18, 11, 0, 0, 0, 0x1f, (byte)'a', 1, 0, 1, 0x50, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o'];
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("xz", ".xz", "-k")]
    [InlineData("gzip", ".gz", "-k")]
    public async Task What_the_programs_packed_comes_back(string program, string extension, string option)
    {
        var content = Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 7)).ToArray();
        await File.WriteAllBytesAsync(_folder.File("file"), content);
        Tool.Run(program, option, _folder.File("file"));

        Assert.Equal(content, await Decompression.TryAsync(await File.ReadAllBytesAsync(_folder.File("file" + extension)), 1 << 20, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Zstd_comes_back_also_with_the_size_that_the_kernels_build_appends(bool hasSize)
    {
        var content = new byte[50_000];
        using var compressor = new ZstdSharp.Compressor();
        byte[] packed = [.. compressor.Wrap(content), .. hasSize ? BitConverter.GetBytes(content.Length) : []];

        Assert.Equal(content, await Decompression.TryAsync(packed, 1 << 20, CancellationToken.None));
    }

    [Fact]
    public async Task Legacy_LZ4_comes_back_also_with_the_size_appended()
    {
        var expected = new string('a', 21) + "hello";

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString((await Decompression.TryAsync(Lz4, 1000, CancellationToken.None))!));
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString((await Decompression.TryAsync((byte[])[.. Lz4, 26, 0, 0, 0], 1000, CancellationToken.None))!));
    }

    [Fact]
    public void Damaged_LZ4_is_refused_or_short_and_never_more() =>
        Gen.Select(Gen.Int[8, Lz4.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var bytes = (byte[])Lz4.Clone();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            try
            {
                Assert.InRange(LegacyLz4.Decode(bytes, 4096).Length, 0, 4096);
            }
            catch (InvalidDataException)
            {
                // The clear error.
            }
        });

    [Fact]
    public async Task A_small_file_that_becomes_a_huge_one_is_given_up()
    {
        using var compressor = new ZstdSharp.Compressor();
        var packed = compressor.Wrap(new byte[10 << 20]).ToArray();

        await Assert.ThrowsAsync<InvalidDataException>(() => Decompression.TryAsync(packed, 1 << 20, CancellationToken.None));
    }
}
