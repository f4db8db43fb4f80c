using System.Formats.Tar;
using System.Text;
using Google.Protobuf;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Model.Content;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Toolchains;

public sealed class ToolchainFileTests : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _folder = new();
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Work.Then(null, new V1.WorkEvent { Sequence = 1, Done = new() { Toolchain = new() { Name = "centos7", StapVersion = "4.0", Digest = Samples.Key, Compilers = { "gcc" }, CompilerReleases = { ["gcc"] = "4.8.5" } } } });
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_roots_folder_is_sent_as_a_tar_of_what_a_toolchain_keeps()
    {
        var root = Root();

        var invocation = await Invocation.RunAsync(_farm, "toolchain", "add", "--rootfs", root);

        Assert.Equal((0, "centos7 (stap 4.0, gcc 4.8.5, abababababab) is in the farm\n"), (invocation.ExitCode, invocation.Output));
        var file = Assert.Single(_farm.Lists.ToolchainsAdded).File;
        Assert.Equal((V1.ToolchainFileForm.Root, "centos7", "root.tar"), (file.Form, file.Name, file.FileName));
        var entries = Entries(_farm.Blobs.Written[file.Digest]);
        Assert.Equal(["bin", "etc/empty", "usr/bin/su", "usr/share/doc/gcc/copyright", "var/lib/dpkg/status"], entries.Keys);
        Assert.Equal("usr/bin", entries["bin"].LinkName);
        Assert.Equal("-rwxr-xr-x", Mode(entries["usr/bin/su"]));
    }

    [Fact]
    public async Task A_tar_is_sent_as_it_is_under_the_given_name()
    {
        var tar = _folder.File("any.tar.xz");
        await File.WriteAllBytesAsync(tar, [1, 2, 3]);

        var invocation = await Invocation.RunAsync(_farm, "toolchain", "add", "--rootfs", tar, "mine");

        Assert.Equal(0, invocation.ExitCode);
        var file = Assert.Single(_farm.Lists.ToolchainsAdded).File;
        Assert.Equal(("mine", "any.tar.xz", Digest.Of([1, 2, 3]).ToString()), (file.Name, file.FileName, file.Digest));
        Assert.Contains("under the name centos7", invocation.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/srv/centos7.tar.gz", "centos7")]
    [InlineData("/srv/centos7/", "centos7")]
    [InlineData("/srv/7 beta.txz", "root-7-beta")]
    [InlineData("/", "root")]
    public void A_toolchain_is_called_after_its_folder_or_tar(string path, string name) => Assert.Equal(name, Cli.Toolchains.RootFolder.NameOf(path));

    [Fact]
    public async Task An_export_is_one_tar_of_document_hash_and_blobs_also_over_a_connection_that_breaks()
    {
        var (bundle, root) = (new byte[3000], new byte[200_000]);
        new Random(1).NextBytes(root);
        _farm.Lists.Export = new() { Toolchain = new() { Name = "mine", StapVersion = "4.0", Digest = Samples.Key }, Document = ByteString.CopyFromUtf8("{\"format\": 1}"), Blobs = { _farm.Blobs.Add(bundle), _farm.Blobs.Add(root) } };
        _farm.Blobs.BreaksOffAt = 1000;
        var path = _folder.File("mine.toolchain");

        var invocation = await Invocation.RunAsync(_farm, "toolchain", "export", "mine", "-o", path);

        Assert.True(invocation.ExitCode == 0, invocation.Error);
        var entries = Entries(await File.ReadAllBytesAsync(path));
        Assert.Equal(["toolchain.json", "toolchain.json.sha256", $"blobs/{Digest.Of(bundle)}", $"blobs/{Digest.Of(root)}"], entries.Keys);
        Assert.Equal("{\"format\": 1}", Encoding.UTF8.GetString(Bytes(entries["toolchain.json"])));
        Assert.Equal($"{Digest.Of("{\"format\": 1}"u8)}  toolchain.json\n", Encoding.UTF8.GetString(Bytes(entries["toolchain.json.sha256"])));
        Assert.Equal(root, Bytes(entries[$"blobs/{Digest.Of(root)}"]));
    }

    [Fact]
    public async Task An_export_that_fails_leaves_the_file_that_was_there()
    {
        _farm.Lists.Export = new() { Toolchain = new() { Name = "mine" }, Blobs = { _farm.Blobs.Add([1, 2, 3], sent: [1, 2, 4]) } };
        var path = _folder.File("mine.toolchain");
        await File.WriteAllTextAsync(path, "older");

        Assert.Equal(1, (await Invocation.RunAsync(_farm, "toolchain", "export", "mine", "-o", path)).ExitCode);
        Assert.Equal("older", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_import_sends_the_file_and_says_that_no_evidence_came_with_it()
    {
        var path = _folder.File("mine.toolchain");
        await File.WriteAllBytesAsync(path, [1, 2, 3]);

        var invocation = await Invocation.RunAsync(_farm, "toolchain", "import", path);

        Assert.Equal(0, invocation.ExitCode);
        var file = Assert.Single(_farm.Lists.ToolchainsAdded).File;
        Assert.Equal((V1.ToolchainFileForm.Export, "", Digest.Of([1, 2, 3]).ToString()), (file.Form, file.Name, file.Digest));
        Assert.Contains("toolchain qualify", invocation.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toolchain", "add")]
    [InlineData("toolchain", "add", "--rootfs", "/no/such/root")]
    [InlineData("toolchain", "add", "--rootfs", "/proc/self/fd")]
    [InlineData("toolchain", "import", "/no/such/file")]
    [InlineData("toolchain", "export", "mine")]
    public async Task What_names_no_toolchain_is_a_usage_error(params string[] words)
    {
        Assert.Equal(2, (await Invocation.RunAsync(_farm, words)).ExitCode);
        Assert.Empty(_farm.Lists.ToolchainsAdded);
    }

    private string Root()
    {
        var root = _folder.File("centos7");
        foreach (var path in (string[])["usr/bin/su", "usr/share/doc/gcc/copyright", "usr/share/doc/gcc/manual", "usr/src/kernels/a.h", "home/me/key", "etc/shadow", "var/lib/dpkg/status", "var/lib/dpkg/info/a"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), path);
        }

        File.WriteAllText(Path.Combine(root, "etc/empty"), "");
        File.CreateSymbolicLink(Path.Combine(root, "bin"), "usr/bin");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(root, "usr/bin/su"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser);
        }

        return root;
    }

    private static Dictionary<string, TarEntry> Entries(byte[] tar)
    {
        using var reader = new TarReader(new MemoryStream(tar));
        var entries = new Dictionary<string, TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry.Name, entry);
        }

        return entries;
    }

    private static byte[] Bytes(TarEntry entry)
    {
        using var copy = new MemoryStream();
        entry.DataStream?.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Mode(TarEntry entry) => entry.Mode == (UnixFileMode)0b111_101_101 ? "-rwxr-xr-x" : entry.Mode.ToString();
}
