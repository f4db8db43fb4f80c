using System.Formats.Tar;
using System.IO.Compression;
using StapFarm.Model.Failures;
using StapFarm.Testing;
using StapFarm.Toolchains.Processes;
using StapFarm.Toolchains.Roots;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;
using ZstdSharp;

namespace StapFarm.Toolchains.Tests.Roots;

public sealed class RootArchiveTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly TarFixture _tar = new();

    public RootArchiveTests() => Directory.CreateDirectory(Folder);

    private string Folder => _scratch.File("root");

    public void Dispose()
    {
        _tar.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("usr/../../../etc/passwd", "climbs out")]
    [InlineData("../passwd", "climbs out")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("usr/bin/a\nb", "control characters")]
    public async Task A_path_that_leaves_the_root_is_refused_with_its_name(string path, string reason) =>
        Assert.Contains(reason, (await RefusedAsync(_tar.File("usr/bin/a").File(path).ToBytes())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_path_through_a_link_is_refused_and_what_the_link_leads_to_stays_as_it_is()
    {
        var outside = Directory.CreateDirectory(_scratch.File("outside")).FullName;

        var failure = await RefusedAsync(_tar.Link("usr/lib", outside).File("usr/lib/planted").ToBytes());

        Assert.Contains("through the link usr/lib", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    public async Task A_hard_link_out_of_the_root_is_refused(string target) =>
        Assert.Contains("hard link out of the root", (await RefusedAsync(_tar.HardLink("usr/bin/passwd", target).ToBytes())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_hard_link_to_what_is_no_file_of_the_root_is_refused() =>
        Assert.Contains("no file that came before", (await RefusedAsync(_tar.Link("usr/a", "/etc/passwd").HardLink("usr/b", "usr/a").ToBytes())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task A_device_node_is_refused_where_a_toolchain_would_have_it_and_left_out_below_dev(TarEntryType type)
    {
        using var below = new TarFixture();
        await ExtractAsync(below.Entry(type, "dev/null").File("usr/bin/a").File("usr/lib/b").ToBytes());
        Assert.False(Directory.Exists(Path.Combine(Folder, "dev")));

        Assert.Contains("usr/bin/node", (await RefusedAsync(_tar.Entry(type, "usr/bin/node").ToBytes())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Privileges_are_dropped_and_everybody_may_read()
    {
        await ExtractAsync(_tar
            .File("usr/bin/su", "x", TarFixture.Plain | UnixFileMode.UserExecute | UnixFileMode.SetUser | UnixFileMode.SetGroup)
            .File("etc/secret", "x", UnixFileMode.UserRead)
            .Folder("usr/lib")
            .ToBytes());

        Assert.Equal("755", Octal("usr/bin/su"));
        Assert.Equal("644", Octal("etc/secret"));
    }

    [Fact]
    public async Task Files_links_and_hard_links_are_laid_and_what_no_build_needs_is_not()
    {
        await ExtractAsync(_tar
            .Folder("./").Folder("./usr/lib").File("./usr/lib/a").Link("./bin", "usr/bin").File("./usr/bin/gcc", "gcc").HardLink("./usr/bin/cc", "./usr/bin/gcc")
            .File("./usr/share/doc/gcc/manual", "x").File("./usr/share/doc/gcc/copyright", "x").File("./home/me/.ssh/key", "x").File("./etc/shadow", "x")
            .ToBytes());

        Assert.Equal("gcc", await File.ReadAllTextAsync(Path.Combine(Folder, "usr/bin/cc")));
        Assert.Equal("usr/bin", new FileInfo(Path.Combine(Folder, "bin")).LinkTarget);
        Assert.Equal(DateTime.UnixEpoch, Directory.GetLastWriteTimeUtc(Path.Combine(Folder, "usr/lib")));
        Assert.True(File.Exists(Path.Combine(Folder, "usr/share/doc/gcc/copyright")));
        Assert.All((string[])["usr/share/doc/gcc/manual", "home", "etc/shadow"], path => Assert.False(Path.Exists(Path.Combine(Folder, path))));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1536)]
    [InlineData(700)]
    [InlineData(100)]
    public async Task A_truncated_tar_is_refused_also_between_two_entries(int bytes)
    {
        var whole = _tar.File("usr/bin/a", new string('a', 600)).File("usr/lib/b").ToBytes();

        Assert.Equal(FailureCode.Corrupt, (await FailureAsync(whole[..bytes])).Code);
    }

    [Fact]
    public async Task A_tar_without_the_mark_of_its_end_is_refused_as_truncated()
    {
        var whole = _tar.File("usr/bin/a").File("usr/lib/b").ToBytes();

        Assert.Contains("truncated", (await FailureAsync(whole[..2048])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_path_twice_is_refused() =>
        Assert.Contains("twice", (await RefusedAsync(_tar.File("usr/a").Link("usr/a", "b").ToBytes())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_root_without_its_folders_is_said_to_be_none() =>
        Assert.Contains("no folder usr/bin", (await RefusedAsync(_tar.File("usr/lib/a").Link("usr/bin", "/bin").ToBytes())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_root_that_is_larger_than_allowed_is_refused_with_the_setting()
    {
        var failure = await FailureAsync(_tar.File("usr/bin/a", new string('a', 600)).HardLink("usr/bin/b", "usr/bin/a").ToBytes(), mostBytes: 1000);

        Assert.Equal(FailureCode.LimitExceeded, failure.Code);
        Assert.Contains("Farm:Toolchains:MaxRootBytes", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public async Task A_compressed_tar_gives_the_same_root_and_is_refused_when_truncated(string compression)
    {
        var tar = _tar.File("usr/bin/a", new string('a', 100_000)).File("usr/lib/b").ToBytes();
        var plain = (await ExtractAsync(tar)).ComputeDigest();
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        var compressed = await CompressAsync(tar, compression);

        Assert.Equal(plain, (await ExtractAsync(compressed)).ComputeDigest());
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        Assert.Equal(FailureCode.Corrupt, (await FailureAsync(compressed[..^20])).Code);
    }

    [Theory]
    [InlineData("BZh91AY", "bzip2", FailureCode.Unsupported)]
    [InlineData("#!/bin/sh", "isn't a tar", FailureCode.Corrupt)]
    [InlineData("", "isn't a tar", FailureCode.Corrupt)]
    public async Task What_is_no_tar_is_refused_with_what_would_do(string content, string reason, FailureCode code)
    {
        var failure = await FailureAsync(System.Text.Encoding.ASCII.GetBytes(content));

        Assert.Equal(code, failure.Code);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(".zst", failure.Advice, StringComparison.Ordinal);
    }

    private async Task<RootListing> ExtractAsync(byte[] file, long mostBytes = 1 << 30)
    {
        var extractor = new RootExtractor(Folder, _ => { });
        await TarCompression.ReadAsync(
            new MemoryStream(file),
            tar => new RootArchive(mostBytes).ReadAsync(tar, entry => extractor.AddAsync(entry, default), default),
            default);
        extractor.Finish();
        return extractor.Listing;
    }

    private async Task<FarmFailure> FailureAsync(byte[] file, long mostBytes = 1 << 30) =>
        (await Assert.ThrowsAsync<FarmException>(() => ExtractAsync(file, mostBytes))).Failure;

    private async Task<FarmFailure> RefusedAsync(byte[] file)
    {
        var failure = await FailureAsync(file);
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        return failure;
    }

    private static async Task<byte[]> CompressAsync(byte[] bytes, string compression)
    {
        using var compressed = new MemoryStream();
        switch (compression)
        {
            case "gz":
                await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    await gzip.WriteAsync(bytes);
                }

                break;
            case "zst":
                await using (var zstd = new CompressionStream(compressed, leaveOpen: true))
                {
                    await zstd.WriteAsync(bytes);
                }

                break;
            default:
                var xz = new ExternalProgram("xz", "xz-utils")
                {
                    Input = (input, token) => input.WriteAsync(bytes, token).AsTask(),
                    Output = (output, token) => output.CopyToAsync(compressed, token),
                };
                Assert.True((await xz.With("--stdout").RunAsync(default)).Succeeded);
                break;
        }

        return compressed.ToArray();
    }

    private string Octal(string path) => Convert.ToString((int)Packing.FileModes.Get(Path.Combine(Folder, path)), 8);
}
