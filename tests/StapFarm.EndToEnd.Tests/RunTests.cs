using StapFarm.EndToEnd.Tests.Farm;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>A script goes in at the farm's command line; the output of a kernel module comes out.</summary>
[Collection(FarmWithTarget.Collection)]
[Trait("lane", "real")]
public sealed class RunTests(FarmWithTarget lab)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Output_arrives_while_the_script_runs()
    {
        using var run = lab.Farm.StartCli(
            "run", "-e", """
            probe begin { println("ready") }
            probe procfs("go").write { println("event ", $value) }
            """, "-m", "live_output", "--on", "target");

        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("ready", StringComparison.Ordinal), Limit);
        (await lab.Target.ExecAsync("printf 1 >/proc/systemtap/live_output/go")).EnsureSuccess();
        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("event 1", StringComparison.Ordinal), Limit);
        var loaded = await lab.Target.ExecAsync("cat /proc/modules");
        (await lab.Target.ExecAsync("printf 2 >/proc/systemtap/live_output/go")).EnsureSuccess();
        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("event 2", StringComparison.Ordinal), Limit);

        Assert.Contains("live_output", loaded.Output, StringComparison.Ordinal);
        run.Signal("INT");
        var ended = await run.EndAsync(Limit);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_script_as_in_stap_with_the_output_of_probe_end_and_nothing_left_in_the_kernel()
    {
        using var run = lab.Farm.StartCli(
            "run", "-e", """
            probe begin { println("begun") }
            probe end { println("last words") }
            """, "-m", "ctrl_c", "--on", "target");
        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("begun", StringComparison.Ordinal), Limit);

        run.Signal("INT");
        var ended = await run.EndAsync(Limit);

        Assert.Equal((0, "begun\nlast words\n"), (ended.ExitCode, ended.Stdout));
        Assert.DoesNotContain("ctrl_c", (await lab.Target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_probe_of_a_kernel_that_is_not_the_hosts_fires_on_the_target()
    {
        await using var ping = await lab.Target.StartCommandAsync("ping -i 1 10.0.2.2");

        var ended = await lab.Farm.CliAsync("run", Example("ip_output.stp"), "--on", "target", "3");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("3 packets", ended.Stdout, StringComparison.Ordinal);
        Assert.Contains("ping ", ended.Stdout, StringComparison.Ordinal);
        Assert.Contains("-> 10.0.2.2", ended.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_and_output_of_a_command_come_from_the_target()
    {
        var ended = await lab.Farm.CliAsync(
            "run", "-e", "probe begin { printf(\"target %d\\n\", target() > 1) }", "-c", "cat /proc/sys/kernel/hostname", "--on", "target");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("target 1\n", ended.Stdout, StringComparison.Ordinal);
        Assert.Contains((await lab.Target.ExecAsync("cat /proc/sys/kernel/hostname")).Output, ended.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_global_and_a_target_process_are_set_when_the_module_is_loaded_without_building_it_again()
    {
        const string script = "global bound = 1\nprobe begin { printf(\"%d %d\\n\", bound, target()) exit() }";

        var first = await lab.Farm.CliAsync("run", "-v", "-e", script, "-G", "bound=41", "-x", "1", "--on", "target");
        var second = await lab.Farm.CliAsync("run", "-v", "-e", script, "-G", "bound=42", "-x", "2", "--on", "target");

        Assert.Equal("41 1\n", first.Stdout);
        Assert.Equal("42 2\n", second.Stdout);
        Assert.Contains("cache", second.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_runner_unloads_what_it_left_when_it_starts_again()
    {
        using var run = lab.Farm.StartCli(
            "run", "-e", "probe begin { println(\"begun\") }", "-m", "left_behind", "--on", "target");
        await run.WaitForAsync(cli => cli.Stdout, text => text.Contains("begun", StringComparison.Ordinal), Limit);

        (await lab.Target.ExecAsync("killall -9 stapfarm-runner")).EnsureSuccess();
        await lab.Target.StartRunnerAsync();
        var ended = await run.EndAsync(Limit);

        Assert.NotEqual(0, ended.ExitCode);
        Assert.DoesNotContain("left_behind", (await lab.Target.ExecAsync("cat /proc/modules")).Output, StringComparison.Ordinal);
        await lab.Farm.WaitForRunnerAsync("target");
    }

    internal static string Example(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StapFarm.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "examples", name);
    }
}
