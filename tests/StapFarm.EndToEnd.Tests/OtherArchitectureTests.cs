using System.Buffers.Binary;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>
/// A kernel of another architecture, from its packages to the output of a module on a machine of it. It makes a toolchain
/// each time (two minutes), and once what it keeps below the cache folder: the kernel's tree and stap's trials.
/// </summary>
[Trait("lane", "long")]
public sealed class OtherArchitectureTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task A_script_built_here_runs_on_an_arm64_target()
    {
        // Apart from the prepared farm's: no other test is to find kernels and toolchains that it didn't ask for.
        var home = Path.Combine(SharedFarm.Cache, "arm64-tests");
        using var farm = await RealFarm.StartAsync([.. new[] { "Kernels", "Toolchains", "Prepared" }.Select(folder => $"--Farm:Folders:{folder}={home}/{folder}")]);
        var release = (await SucceedAsync(farm, "kernel", "add", "6.1-cloud-arm64")).Stdout.Split(' ')[0];

        var refused = await CliAsync(farm, "build", "-e", "probe begin { exit() }", "--kernel", release);
        Assert.Contains("stapfarm toolchain add debian:trixie --target arm64", refused.Stderr, StringComparison.Ordinal);

        await SucceedAsync(farm, "toolchain", "add", "debian:trixie", "--target", "arm64");
        var module = Path.Combine(farm.DataRoot, "arm64.ko");
        await SucceedAsync(farm, "build", RunTests.Example("ip_output.stp"), "--kernel", release, "-o", module, "3");
        Assert.Equal(183, BinaryPrimitives.ReadUInt16LittleEndian((await File.ReadAllBytesAsync(module)).AsSpan(18)));

        await using var target = await FarmTarget.BootAsync(farm, "arm", release, kernels: $"{home}/Kernels");
        Assert.Equal("aarch64", (await target.ExecAsync("uname -m")).Output.Trim());
        await using var ping = await target.StartCommandAsync("ping -i 1 10.0.2.2");
        var ended = await SucceedAsync(farm, "run", RunTests.Example("ip_output.stp"), "--on", "arm", "3");

        Assert.Contains("-> 10.0.2.2", ended.Stdout, StringComparison.Ordinal);
        Assert.Contains("3 packets", ended.Stdout, StringComparison.Ordinal);
        var cell = (await SucceedAsync(farm, "toolchain", "matrix")).Stdout.Split('\n').Single(line => line.Contains(release, StringComparison.Ordinal) && line.Contains("+arm64", StringComparison.Ordinal));
        Assert.Contains(" runs ", cell, StringComparison.Ordinal);
        Assert.DoesNotContain("stap_", (await target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
    }

    private static async Task<ProgramResult> CliAsync(RealFarm farm, params string[] arguments)
    {
        using var cli = farm.StartCli(arguments);
        return await cli.EndAsync(Limit);
    }

    private static async Task<ProgramResult> SucceedAsync(RealFarm farm, params string[] arguments)
    {
        var result = await CliAsync(farm, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
