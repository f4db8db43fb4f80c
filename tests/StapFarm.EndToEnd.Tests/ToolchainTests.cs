using System.Diagnostics;
using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>Toolchains that come from files: a root file system, and what another farm exported.</summary>
[Trait("lane", "real")]
public sealed class ToolchainTests(FarmsWithToolchainsOfTheirOwn farms) : IClassFixture<FarmsWithToolchainsOfTheirOwn>
{
    [Fact]
    public async Task A_root_builds_a_script_is_one_toolchain_as_tar_and_folder_and_moves_to_another_farm_with_its_digest()
    {
        var root = Path.Combine(SharedFarm.DataRoot, "toolchains", await FarmsWithToolchainsOfTheirOwn.DigestAsync(farms.One, "debian:trixie"));
        var tar = farms.File("own.tar");
        await RunAsync("tar", "--create", $"--file={tar}", $"--directory={root}", ".");

        await SucceedAsync(farms.One, "toolchain", "add", "--rootfs", tar);
        var digest = await FarmsWithToolchainsOfTheirOwn.DigestAsync(farms.One, "own");
        farms.SeedTrials(Path.GetFileName(root), digest);
        var built = await farms.One.CliAsync(
            "build", "-e", "probe kernel.function(\"ip_output\") { exit() }", "--kernel", SharedFarm.Kernel61, "--toolchain", "own", "-m", "own_root", "-o", farms.File("own_root.ko"));
        Assert.True(built.ExitCode == 0, built.ToString());
        Assert.True(new FileInfo(farms.File("own_root.ko")).Length > 10_000);

        var again = await SucceedAsync(farms.One, "toolchain", "add", "--rootfs", root, "own-folder");
        Assert.Contains("under the name own,", again, StringComparison.Ordinal);

        await SucceedAsync(farms.One, "toolchain", "export", "own", "-o", farms.File("own.toolchain"));
        await SucceedAsync(farms.Other, "toolchain", "import", farms.File("own.toolchain"));
        Assert.Equal(digest, await FarmsWithToolchainsOfTheirOwn.DigestAsync(farms.Other, "own"));
        Assert.DoesNotContain("builds", Row(await farms.Other.CliAsync("toolchain", "matrix"), "own"), StringComparison.Ordinal);
        Assert.Contains("builds", Row(await farms.One.CliAsync("toolchain", "matrix"), "own"), StringComparison.Ordinal);

        await CutAsync(farms.File("own.toolchain"), farms.File("cut.toolchain"));
        await RefuseAsync("The export file is truncated or damaged", "toolchain", "import", farms.File("cut.toolchain"));
    }

    [Fact]
    public async Task A_root_without_what_a_build_needs_and_a_tar_that_climbs_out_are_refused_and_leave_nothing()
    {
        var folder = Directory.CreateDirectory(farms.File("poor")).FullName;
        foreach (var name in (string[])["usr/bin", "usr/lib", "etc"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            await File.WriteAllTextAsync(Path.Combine(folder, name, "x"), "x");
        }

        await RunAsync("tar", "--create", $"--file={farms.File("climbs.tar")}", $"--directory={folder}", "--absolute-names", "--transform=s,^etc,../../etc,", "etc", "usr");
        await RunAsync("tar", "--create", $"--file={farms.File("poor.tar.zst")}", "--zstd", $"--directory={folder}", ".");

        await RefuseAsync("systemtap-devel (CentOS, RHEL, Fedora)", "toolchain", "add", "--rootfs", folder);
        await RefuseAsync("gcc (CentOS, RHEL, Fedora)", "toolchain", "add", "--rootfs", farms.File("poor.tar.zst"));
        await RefuseAsync("climbs out", "toolchain", "add", "--rootfs", farms.File("climbs.tar"));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(farms.Other.DataRoot, "scratch", "toolchains")));
    }

    private async Task RefuseAsync(string reason, params string[] command)
    {
        var before = Blobs();
        var refused = await farms.Other.CliAsync(command);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(reason, refused.Stderr, StringComparison.Ordinal);
        Assert.Equal(before, Blobs());
    }

    private List<string> Blobs() =>
        [.. Directory.EnumerateFiles(Path.Combine(farms.Other.DataRoot, "blobs"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string Row(ProgramResult matrix, string toolchain) =>
        Assert.Single(matrix.Stdout.Split('\n'), line => line.StartsWith(SharedFarm.Kernel61, StringComparison.Ordinal) && line.Contains($" {toolchain} ", StringComparison.Ordinal));

    private static async Task<string> SucceedAsync(RealFarm farm, params string[] command)
    {
        var result = await farm.CliAsync(command);
        Assert.True(result.ExitCode == 0, $"{result}\n{farm.Log}");
        return result.Stderr;
    }

    private static async Task CutAsync(string file, string to)
    {
        await using var whole = File.OpenRead(file);
        await using var cut = File.Create(to);
        var half = new byte[whole.Length / 2];
        await whole.ReadExactlyAsync(half);
        await cut.WriteAsync(half);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
