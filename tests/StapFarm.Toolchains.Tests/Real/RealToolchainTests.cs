using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Pairs;
using StapFarm.Toolchains.Processes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Real;

[Trait("lane", "real")]
public sealed class RealToolchainTests(RealToolchains toolchains) : IClassFixture<RealToolchains>
{
    private const UnixFileMode Privileges = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    [Theory]
    [InlineData("debian:trixie", "5.1")]
    [InlineData("debian:sid", "5.6")]
    public async Task Its_stap_is_the_release_it_says_and_both_compilers_run(string name, string atLeast)
    {
        var (toolchain, root) = await toolchains.OpenAsync(name);

        Assert.True(StapReleaseComparer.Instance.Compare(toolchain.StapVersion, atLeast) >= 0, toolchain.StapVersion);
        Assert.Contains($"version {toolchain.StapVersion}/", await RunInAsync(root, "stap", "--version"), StringComparison.Ordinal);
        Assert.Equal(["gcc-12", "gcc-14"], toolchain.Compilers);
        Assert.Equal("12", (await RunInAsync(root, "gcc-12", "-dumpversion")).Split('.')[0]);
        Assert.Equal("14", (await RunInAsync(root, "gcc-14", "-dumpversion")).Split('.')[0]);
    }

    [Theory]
    [InlineData("debian:trixie")]
    [InlineData("debian:sid")]
    public async Task It_is_known_by_the_hashes_of_all_its_packages(string name)
    {
        var (toolchain, root) = await toolchains.OpenAsync(name);

        Assert.Equal(Architecture.X86_64, toolchain.Host);
        Assert.All(toolchain.Packages, package => Assert.Matches("^[0-9a-f]{64}$", package.Sha256));
        var installed = await RunInAsync(root, "sh", "-c", "dpkg-query --show | wc -l");
        Assert.Equal(int.Parse(installed), toolchain.Packages.Count);
        Assert.Contains(toolchain.Packages, package => package.Name == "systemtap" && package.Version.StartsWith(toolchain.StapVersion, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("debian:trixie")]
    [InlineData("debian:sid")]
    public async Task Its_root_can_be_bound_read_only_and_gives_nobody_privileges(string name)
    {
        var (toolchain, root) = await toolchains.OpenAsync(name);

        Assert.All(DebianRecipe.MountPoints.Where(folder => folder != "stapfarm"), folder => Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, folder))));
        var files = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        Assert.DoesNotContain(Directory.EnumerateFiles(root, "*", files), file => (Packing.FileModes.Get(file) & Privileges) != 0);
        Assert.Empty(await RunAsync("find", "findutils", root, "-not", "-uid", "0", "-o", "-not", "-gid", "0"));
        Assert.NotEmpty(await RunAsync("find", "findutils", root, "-type", "f", "-links", "2", "-name", "perl"));
        var words = await RunAsync("bwrap", "bubblewrap", "--unshare-all", "--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/usr/src", "--tmpfs", "/stapfarm/scratch", "stap", "--version");
        Assert.Contains($"version {toolchain.StapVersion}/", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian:trixie")]
    [InlineData("debian:sid")]
    public async Task Its_bundles_staprun_starts_with_the_bundle_alone(string name)
    {
        var (toolchain, _) = await toolchains.OpenAsync(name);
        var bundle = await toolchains.Depot.FindBundleAsync(toolchain.Digest, Architecture.X86_64, default);
        var folder = Directory.CreateDirectory(toolchains.ScratchPath(Guid.NewGuid().ToString("N"))).FullName;
        await using (var blob = await toolchains.Blobs.OpenAsync(bundle!.Content.Digest, 0, default))
        await using (var tar = new GZipStream(blob, CompressionMode.Decompress))
        {
            // No folder entries: the runner makes folders itself, as a small reader would.
            await using var reader = new TarReader(tar);
            while (await reader.GetNextEntryAsync() is { } entry)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, entry.Name))!);
                await entry.ExtractToFileAsync(Path.Combine(folder, entry.Name), overwrite: false);
            }
        }

        var layout = JsonSerializer.Deserialize<RuntimeBundleLayout>(await File.ReadAllTextAsync(Path.Combine(folder, RuntimeBundleLayout.EntryName)), JsonSerializerOptions.Web)!;
        Assert.Equal(("/usr/bin/staprun", "/usr/lib/systemtap/stapio"), (layout.StaprunBuiltInPath, layout.StapioBuiltInPath));
        foreach (var program in (string[])[layout.Staprun, layout.Stapio])
        {
            var end = await new ExternalProgram(Path.Combine(folder, layout.Loader), "none")
                .With("--inhibit-cache", "--library-path", Path.Combine(folder, layout.Libraries), Path.Combine(folder, program))
                .RunAsync(default);
            // Without arguments each says how it is used; a library that lacks would be the loader's error.
            Assert.Equal(1, end.ExitCode);
            Assert.Contains("MODULE can be either a module name or a module path", end.Words, StringComparison.Ordinal);
        }
    }

    private static Task<string> RunInAsync(string root, params string[] command) => RunAsync("chroot", "coreutils", [root, .. command]);

    private static async Task<string> RunAsync(string program, string package, params string[] arguments)
    {
        var end = await new ExternalProgram(program, package).With(arguments).RunAsync(default);
        Assert.True(end.Succeeded, end.Words);
        return end.Words;
    }
}
