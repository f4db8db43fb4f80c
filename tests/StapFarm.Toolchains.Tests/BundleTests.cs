using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class BundleTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly MemoryBlobs _blobs = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_bundles_program_runs_with_the_bundles_loader_and_libraries_alone()
    {
        var (layout, folder) = Unpack(await MakeAsync("root"));

        var start = new ProcessStartInfo(Path.Combine(folder, layout.Loader)) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--inhibit-cache", "--library-path", Path.Combine(folder, layout.Libraries), Path.Combine(folder, layout.Staprun), "--version"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        Assert.StartsWith("tar (GNU tar)", await process.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_first_entry_says_where_everything_is()
    {
        var bundle = await MakeAsync("root");
        var (layout, folder) = Unpack(bundle);

        Assert.Equal(
            new RuntimeBundleLayout(1, "ld-linux-x86-64.so.2", "lib", "bin/staprun", "bin/stapio", "/usr/bin/staprun", SyntheticRoot.StapioPath),
            layout);
        Assert.Equal(
            ["libacl.so.1", "libc.so.6", "libpcre2-8.so.0", "libselinux.so.1"],
            Directory.EnumerateFiles(Path.Combine(folder, layout.Libraries)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(MediaTypes.RuntimeBundle, bundle.MediaType);
    }

    [Fact]
    public async Task The_same_root_gives_the_same_bytes() =>
        Assert.Equal((await MakeAsync("one")).Digest, (await MakeAsync("two")).Digest);

    [Fact]
    public async Task A_library_that_the_root_lacks_is_named_with_who_needs_it()
    {
        SyntheticRoot.Make(_scratch.File("root"));
        File.Delete(_scratch.File("root/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0"));

        var failure = (await Assert.ThrowsAsync<FarmException>(() => new RuntimeBundleMaker(_blobs).MakeAsync(_scratch.File("root"), default))).Failure;
        Assert.Contains("libpcre2-8.so.0, which libselinux.so.1 needs", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0/usr/libexec/systemtap/stapio\0", "/usr/libexec/systemtap/stapio")]
    [InlineData("\0/etc/stapio\0/usr/lib/systemtap/stapio\0usage: stapio\0", "/usr/lib/systemtap/stapio")]
    [InlineData("\0/usr/lib/systemtap/stapio\0/usr/lib/systemtap/stapio\0", "/usr/lib/systemtap/stapio")]
    public void A_built_in_path_is_the_one_that_the_root_has(string program, string path) =>
        Assert.Equal(path, BuiltInPath.Find(System.Text.Encoding.ASCII.GetBytes(program), "stapio", found => found.StartsWith("/usr", StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("\0lib/stapio\0")]
    [InlineData("\0/usr/lib/stapio")]
    [InlineData("\0/usr/a/stapio\0/usr/b/stapio\0")]
    public void No_or_two_built_in_paths_are_refused(string program) =>
        Assert.Throws<FarmException>(() => BuiltInPath.Find(System.Text.Encoding.ASCII.GetBytes(program), "stapio", _ => true));

    [Theory]
    [InlineData("/usr/bin/tar")]
    [InlineData("/lib/x86_64-linux-gnu/libselinux.so.1")]
    [InlineData("/lib64/ld-linux-x86-64.so.2")]
    public void What_is_read_of_a_program_is_what_readelf_reads(string file)
    {
        var image = ElfImage.Read(File.ReadAllBytes(file));

        var start = new ProcessStartInfo("readelf") { RedirectStandardOutput = true, ArgumentList = { "--wide", "--dynamic", "--program-headers", file } };
        using var process = Process.Start(start)!;
        var words = process.StandardOutput.ReadToEnd();
        Assert.Equal(Regex.Matches(words, @"Shared library: \[(.*)\]").Select(match => match.Groups[1].Value), image.Needed);
        var interpreter = Regex.Match(words, @"interpreter: (.*)\]");
        Assert.Equal(interpreter.Success ? interpreter.Groups[1].Value : null, image.Interpreter);
    }

    [Fact]
    public void A_program_cut_anywhere_is_refused_or_read_but_never_breaks_the_reader()
    {
        var whole = File.ReadAllBytes("/usr/bin/true");
        for (var length = 0; length < whole.Length; length += 61)
        {
            try
            {
                ElfImage.Read(whole.AsSpan(0, length));
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }

        Assert.Throws<InvalidDataException>(() => ElfImage.Read(whole.AsSpan(0, 200)));
    }

    [Fact]
    public void Absolute_links_of_a_root_lead_into_the_root()
    {
        Directory.CreateDirectory(_scratch.File("real"));
        File.WriteAllText(_scratch.File("real/file"), "");
        File.CreateSymbolicLink(_scratch.File("folder"), "/real");
        File.CreateSymbolicLink(_scratch.File("real/up"), "../../../../real/file");
        File.CreateSymbolicLink(_scratch.File("loop"), "loop");

        Assert.Equal(_scratch.File("real/file"), RootPath.FindFile(_scratch.Path, "/folder/file"));
        Assert.Equal(_scratch.File("real/file"), RootPath.FindFile(_scratch.Path, "/folder/up"));
        Assert.Null(RootPath.FindFile(_scratch.Path, "/loop"));
        Assert.Null(RootPath.FindFile(_scratch.Path, "/usr/bin/tar"));
        Assert.Null(RootPath.FindFile(_scratch.Path, "/real"));
    }

    private Task<BlobRef> MakeAsync(string name)
    {
        SyntheticRoot.Make(_scratch.File(name));
        return new RuntimeBundleMaker(_blobs).MakeAsync(_scratch.File(name), default);
    }

    private (RuntimeBundleLayout Layout, string Folder) Unpack(BlobRef bundle)
    {
        var folder = Directory.CreateDirectory(_scratch.File(Guid.NewGuid().ToString("N"))).FullName;
        using var tar = new GZipStream(new MemoryStream(_blobs.Bytes(bundle.Digest)), CompressionMode.Decompress);
        using var reader = new TarReader(tar);
        Assert.Equal(RuntimeBundleLayout.EntryName, reader.GetNextEntry(copyData: true)!.Name);
        while (reader.GetNextEntry() is { } entry)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, entry.Name))!);
            entry.ExtractToFile(Path.Combine(folder, entry.Name), overwrite: false);
        }

        using var again = new TarReader(new GZipStream(new MemoryStream(_blobs.Bytes(bundle.Digest)), CompressionMode.Decompress));
        var layout = JsonSerializer.Deserialize<RuntimeBundleLayout>(again.GetNextEntry(copyData: true)!.DataStream!, JsonSerializerOptions.Web)!;
        return (layout, folder);
    }
}
