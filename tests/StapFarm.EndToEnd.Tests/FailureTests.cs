using StapFarm.EndToEnd.Tests.Farm;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>What a user sees when something is wrong says what happened and what to do, and the farm goes on.</summary>
[Collection(FarmWithTarget.Collection)]
[Trait("lane", "real")]
public sealed class FailureTests(FarmWithTarget lab)
{
    [Fact]
    public async Task A_syntax_error_is_shown_in_staps_words_with_the_users_file_name()
    {
        var script = Path.Combine(lab.Farm.DataRoot, "broken.stp");
        await File.WriteAllTextAsync(script, "probe begin { println(\"x\" }\n");

        var result = await lab.Farm.CliAsync("build", "broken.stp", "--kernel", FarmWithTarget.Kernel);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("parse error", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("broken.stp:1:", result.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("/stapfarm/", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_point_that_does_not_exist_fails_in_pass_2()
    {
        var result = await BuildAsync("probe kernel.function(\"no_such_function_anywhere\") { }");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no_such_function_anywhere", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("pass 2", result.Stderr, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_probe_of_a_user_space_program_is_refused_with_the_reason()
    {
        var result = await BuildAsync("probe process(\"/bin/sh\").function(\"main\") { println(1) }");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The script probes a program", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("must not stand in", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kernel_is_answered_with_the_kernels_there_are_and_the_command_that_adds_one()
    {
        var result = await lab.Farm.CliAsync("build", "-e", "probe begin { exit() }", "--kernel", "5.10.0-1-amd64");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(FarmWithTarget.Kernel, result.Stderr, StringComparison.Ordinal);
        Assert.Contains("stapfarm kernel add 5.10.0-1-amd64", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embedded_C_that_reads_a_file_of_the_host_gets_none()
    {
        var secret = Path.Combine(lab.Farm.DataRoot, "secret.h");
        await File.WriteAllTextAsync(secret, "#error SECRET-OF-THE-HOST\n");

        var result = await lab.Farm.CliAsync(
            "build", "-g", "-e", $"%{{\n#include \"{secret}\"\n%}}\nprobe begin {{ exit() }}", "--kernel", FarmWithTarget.Kernel);

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("SECRET-OF-THE-HOST", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("No such file", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_runner_of_that_name_is_said_with_those_there_are()
    {
        var result = await lab.Farm.CliAsync("run", "-e", "probe begin { exit() }", "--on", "nowhere");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nowhere", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("target", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_worker_is_replaced_and_the_build_is_done()
    {
        using var build = lab.Farm.StartCli(
            "build", "-e", "probe kernel.function(\"tcp_v4_rcv\") { print_backtrace() }", "-m", "killed_worker", "--kernel", FarmWithTarget.Kernel);
        await build.WaitForAsync(cli => cli.Stderr, text => text.Contains("pass 2", StringComparison.OrdinalIgnoreCase), TimeSpan.FromMinutes(3));

        foreach (var worker in lab.Farm.WorkerProcesses())
        {
            using var killed = System.Diagnostics.Process.GetProcessById(worker);
            killed.Kill();
        }

        var result = await build.EndAsync(TimeSpan.FromMinutes(5));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(File.Exists(Path.Combine(lab.Farm.DataRoot, "killed_worker.ko")));
    }

    [Fact]
    public async Task A_killed_stap_is_said_to_be_one_and_the_same_request_is_built_when_it_is_made_again()
    {
        string[] request = ["build", "-e", "probe kernel.function(\"tcp_v4_rcv\") { print_backtrace() }", "-m", "killed_stap", "--kernel", FarmWithTarget.Kernel];
        using var build = lab.Farm.StartCli(request);
        await build.WaitForAsync(cli => cli.Stderr, text => text.Contains("Pass 2", StringComparison.Ordinal), TimeSpan.FromMinutes(3));
        var killed = Processes.InSandboxes(lab.Farm, "stap");
        foreach (var stap in killed)
        {
            Processes.Signal(stap, "KILL");
        }

        var failed = await build.EndAsync(TimeSpan.FromMinutes(1));
        var again = await lab.Farm.CliAsync(request);

        Assert.NotEmpty(killed);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("The translator was killed from outside.", failed.Stderr, StringComparison.Ordinal);
        Assert.Contains("Ask again", failed.Stderr, StringComparison.Ordinal);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.True(File.Exists(Path.Combine(lab.Farm.DataRoot, "killed_stap.ko")));
    }

    private Task<ProgramResult> BuildAsync(string script) =>
        lab.Farm.CliAsync("build", "-e", script, "--kernel", FarmWithTarget.Kernel);
}
