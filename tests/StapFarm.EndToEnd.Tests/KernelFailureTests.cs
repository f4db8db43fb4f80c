using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>Kernels that aren't what a script or a target needs.</summary>
[Trait("lane", "real")]
public sealed class KernelFailureTests(FarmWithKernelVariants lab) : IClassFixture<FarmWithKernelVariants>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Without_debug_information_a_function_probe_fails_with_the_package_that_lacks_and_a_timer_works()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.WithoutDebugInfo);

        var function = await BuildAsync("probe kernel.function(\"ip_output\") { exit() }", "bare_function");
        var timer = await BuildAsync("probe timer.s(1) { exit() }", "bare_timer");

        Assert.Equal(1, function.ExitCode);
        Assert.Contains("This kernel tree has no debug information", function.Stderr, StringComparison.Ordinal);
        Assert.Contains($"linux-image-{SharedFarm.Kernel61}-dbg", function.Stderr, StringComparison.Ordinal);
        Assert.Contains($"stapfarm kernel add {SharedFarm.Kernel61}", function.Stderr, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(lab.Farm.DataRoot, "bare_function.ko")));
        Assert.True(timer.ExitCode == 0, timer.ToString());
    }

    [Fact]
    public async Task A_target_whose_build_the_farm_lacks_is_refused_before_anything_is_built()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.OtherBuild);
        await lab.RestartRunnerAsync(asOtherBuild: false);

        var ended = await RunAsync("probe begin { println(\"refused\") exit() }", "refused");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Stdout));
        Assert.Contains($"runs {SharedFarm.Kernel61} (x86_64, build-id {lab.Kernels.BuildId})", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains($"another build of this release, with build-id {lab.Kernels.OtherBuildId}", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains($"stapfarm kernel add {SharedFarm.Kernel61}", ended.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("\"refused\"", (await lab.Farm.CliAsync("modules", "list", "--json")).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_builds_of_a_release_the_targets_own_is_built_for()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.Original, lab.Kernels.OtherBuild);
        await lab.RestartRunnerAsync(asOtherBuild: false);

        var ended = await RunAsync("probe kernel.function(\"ip_output\") { } probe begin { println(\"my build\") exit() }", "own_build");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("my build\n", ended.Stdout);
    }

    [Fact]
    public async Task Who_names_only_the_release_gets_the_newest_build_and_is_told_that_there_are_two()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.Original, lab.Kernels.OtherBuild);

        var newest = await BuildAsync("probe kernel.function(\"ip_output\") { println(1) }", "by_release");
        var chosen = await BuildAsync("probe kernel.function(\"ip_output\") { println(1) }", "by_release", lab.Kernels.BuildId);

        Assert.True((newest.ExitCode, chosen.ExitCode) == (0, 0), $"{newest}\n{chosen}");
        Assert.Contains($"The farm has 2 builds of {SharedFarm.Kernel61}; taking the newest added, build-id {lab.Kernels.OtherBuildId}", newest.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("builds of", chosen.Stderr, StringComparison.Ordinal);
        var modules = (await lab.Farm.CliAsync("modules", "list", "--json")).Stdout;
        Assert.Equal(2, modules.Split("\"by_release\"").Length - 1);
    }

    [Fact]
    public async Task A_target_that_comes_back_with_another_build_while_its_module_is_built_refuses_it()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.Original, lab.Kernels.OtherBuild);
        await lab.RestartRunnerAsync(asOtherBuild: true);
        using var run = StartRun("probe begin { println(\"never\") exit() }", "came_back");
        await run.WaitForAsync(cli => cli.Stderr, text => text.Contains("target: building", StringComparison.Ordinal), Limit);
        var workers = lab.Farm.WorkerProcesses();
        foreach (var worker in workers)
        {
            Processes.Signal(worker, "STOP");
        }

        await lab.RestartRunnerAsync(asOtherBuild: false);
        foreach (var worker in workers)
        {
            Processes.Signal(worker, "CONT");
        }

        var ended = await run.EndAsync(Limit);

        Assert.Equal((1, ""), (ended.ExitCode, ended.Stdout));
        Assert.Contains($"The module is for another build of {SharedFarm.Kernel61}: build-id {lab.Kernels.OtherBuildId}", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains(lab.Kernels.BuildId, ended.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_tells_a_wrong_build_id_is_still_not_harmed()
    {
        lab.Kernels.Publish(lab.Farm, lab.Kernels.Original, lab.Kernels.OtherBuild);
        await lab.RestartRunnerAsync(asOtherBuild: true);

        var ended = await RunAsync("probe kernel.function(\"ip_output\") { } probe begin { println(\"never\") exit() }", "wrong_build");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Stdout));
        Assert.Contains("Build-id mismatch", ended.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong_build", (await lab.Target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
    }

    private Task<ProgramResult> BuildAsync(string script, string name, string? kernel = null) => lab.Farm.CliAsync(
        "build", "-e", script, "-m", name, "--kernel", kernel ?? SharedFarm.Kernel61, "--toolchain", "debian:trixie");

    private async Task<ProgramResult> RunAsync(string script, string name)
    {
        using var run = StartRun(script, name);
        return await run.EndAsync(Limit);
    }

    private RealProcess StartRun(string script, string name) =>
        lab.Farm.StartCli("run", "-e", script, "-m", name, "--on", "target", "--toolchain", "debian:trixie");
}
