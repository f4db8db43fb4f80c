using System.Security.Cryptography;
using StapFarm.Lab.Exec;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

/// <summary>What can be done with a booted machine.</summary>
[Trait("lane", "real")]
public sealed class LabMachineTests(BootedMachine booted) : IClassFixture<BootedMachine>
{
    [Fact]
    public async Task The_machine_runs_the_kernel_of_the_tree_under_its_name() =>
        Assert.Equal(
            $"{BootedMachine.Kernel.Release} shared\n",
            (await booted.Machine.ExecAsync("echo $(uname -r) $(hostname)")).Output);

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("no-such-program", 127)]
    public async Task The_exit_code_is_the_commands_own(string script, int code) =>
        Assert.Equal(code, (await booted.Machine.ExecAsync(script)).ExitCode);

    [Fact]
    public async Task Standard_output_and_error_are_kept_apart()
    {
        var result = await booted.Machine.ExecAsync("echo out; echo err >&2");

        Assert.Equal(("out\n", "err\n"), (result.Output, result.Error));
    }

    [Fact]
    public async Task Every_byte_passes_in_both_directions()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_001);

        var result = await booted.Machine.ExecAsync(GuestCommand.Program("cat") with { Input = bytes });

        Assert.Equal(bytes, result.StandardOutput.ToArray());
    }

    [Fact]
    public async Task Arguments_arrive_as_the_bytes_they_are()
    {
        ReadOnlyMemory<byte>[] words = ["printf"u8.ToArray(), "%s|"u8.ToArray(), new byte[] { 0xFF, (byte)'\'', (byte)'\n', 0x80 }, "$(id) *"u8.ToArray()];

        var result = await booted.Machine.ExecAsync(GuestCommand.Program(words));

        Assert.Equal([0xFF, (byte)'\'', (byte)'\n', 0x80, (byte)'|', .. "$(id) *|"u8], result.StandardOutput.ToArray());
    }

    [Fact]
    public async Task Output_arrives_while_the_command_runs_and_others_run_beside_it()
    {
        await using var running = await booted.Machine.StartCommandAsync("mkfifo /tmp/go; echo waiting; cat /tmp/go; echo done");
        Assert.Equal("waiting\n"u8.ToArray(), (await running.Output.ReadAsync()).Bytes.ToArray());

        (await booted.Machine.ExecAsync("echo gone >/tmp/go; rm /tmp/go")).EnsureSuccess();

        Assert.Equal("gone\ndone\n", (await running.CollectAsync()).Output);
    }

    [Fact]
    public async Task More_commands_than_channels_wait_their_turn()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => booted.Machine.ExecAsync($"echo {i}")));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}\n"), results.Select(r => r.Output));
    }

    [Fact]
    public async Task A_cancelled_command_is_killed_with_its_children()
    {
        await using (var running = await booted.Machine.StartCommandAsync("sleep 1111 & sleep 1111"))
        {
            await running.ProcessId;
        }

        Assert.Equal("0\n", (await booted.Machine.ExecAsync("ps | grep -c '[s]leep 1111'")).Output);
    }

    [Fact]
    public async Task A_signal_reaches_the_command()
    {
        await using var running = await booted.Machine.StartCommandAsync("trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.1; done");
        await running.Output.ReadAsync();

        await running.SignalAsync(2);

        Assert.Equal((3, "caught\n"), await running.CollectAsync() is var end ? (end.ExitCode, end.Output) : default);
    }

    [Fact]
    public async Task The_guest_pings_its_gateway_which_is_this_host() =>
        (await booted.Machine.ExecAsync("ping -c 1 -W 30 10.0.2.2")).EnsureSuccess();

    [Fact]
    public async Task A_file_that_was_put_is_there_with_its_bytes()
    {
        await booted.Machine.PutFileAsync("/tmp/it's here", "#!/bin/sh\necho it runs\n"u8.ToArray(), executable: true);

        Assert.Equal("it runs\n", (await booted.Machine.ExecAsync("'/tmp/it'\\''s here'")).Output);
    }

    [Fact]
    public async Task There_is_what_scripts_probe_debugfs_a_disk_and_network_devices()
    {
        var result = await booted.Machine.ExecAsync(
            """
            set -e
            test -d /sys/kernel/debug/tracing
            dd if=/dev/vda of=/dev/null bs=4096 count=4
            modprobe veth
            ip link add pair0 type veth
            ip link show veth0
            modprobe bridge
            ip link del pair0
            """);

        result.EnsureSuccess();
    }
}
