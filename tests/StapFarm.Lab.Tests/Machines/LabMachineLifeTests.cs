using StapFarm.Lab.Machines;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

/// <summary>How machines come and go; each test boots its own.</summary>
[Trait("lane", "real")]
public sealed class LabMachineLifeTests
{
    [Fact]
    public async Task A_read_only_root_leaves_only_the_places_for_changing_data_writable()
    {
        await using var machine = await StartAsync(options => options with { ReadOnlyRoot = true });

        Assert.NotEqual(0, (await machine.ExecAsync("touch /usr/x")).ExitCode);
        (await machine.ExecAsync("touch /tmp/x /run/x /var/x")).EnsureSuccess();
    }

    [Fact]
    public async Task A_frozen_machine_goes_on_where_it_was()
    {
        await using var machine = await StartAsync();
        await using var running = await machine.StartCommandAsync("read line; echo $line");
        machine.Freeze();
        var asked = machine.ExecAsync("echo alive");

        machine.Thaw();

        Assert.Equal("alive\n", (await asked).Output);
    }

    [Fact]
    public async Task A_command_ends_with_an_error_when_the_machines_power_is_cut()
    {
        await using var machine = await StartAsync();
        var running = await machine.StartCommandAsync("echo on; sleep 1000");
        await running.Output.ReadAsync();

        machine.PowerOff();

        var failure = await Assert.ThrowsAsync<LabException>(() => running.CollectAsync());
        Assert.Contains("went away", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_does_not_get_ready_is_explained_by_its_console()
    {
        var failure = await Assert.ThrowsAsync<LabException>(
            () => StartAsync(options => options with { Name = "broken", KernelArguments = ["rdinit=/nowhere", "root=/dev/none"] }));

        Assert.Contains("The machine broken ended before it was ready", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Kernel panic", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_machines_run_side_by_side()
    {
        var machines = await Task.WhenAll(StartAsync(o => o with { Name = "one" }), StartAsync(o => o with { Name = "two" }));

        var names = await Task.WhenAll(machines.Select(machine => machine.ExecAsync("hostname")));

        Assert.Equal(["one\n", "two\n"], names.Select(name => name.Output));
        await Task.WhenAll(machines.Select(machine => machine.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task What_is_no_static_program_is_not_taken_for_a_runner()
    {
        var failure = await Assert.ThrowsAsync<LabException>(
            () => StartAsync(o => o with { Runner = new LabRunner("/bin/dash", new Uri("http://127.0.0.1:1")) }));

        Assert.Contains("dynamically linked", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runner_is_started_with_its_arguments_and_can_be_started_again()
    {
        // busybox stands in for the runner: under an unknown name it says so and what it was called with is lost, but
        // the console has its words, which is what is asserted here.
        await using var machine = await StartAsync(
            o => o with { Runner = new LabRunner("/usr/bin/busybox", new Uri("http://127.0.0.1:4711")) { Labels = ["it's=here"] } });

        await machine.WaitForConsoleAsync("stapfarm-runner: applet not found");
        await machine.StartRunnerAsync();

        Assert.Contains("applet not found", (await machine.ExecAsync("cat /var/log/stapfarm-runner.log")).Output, StringComparison.Ordinal);
        Assert.Contains(
            "'--farm' 'http://10.0.2.2:4711' '--name' 'target' '--label' 'it'\\''s=here'",
            (await machine.ExecAsync("cat /etc/lab/runner-arguments")).Output,
            StringComparison.Ordinal);
    }

    private static Task<LabMachine> StartAsync(Func<LabMachineOptions, LabMachineOptions>? change = null)
    {
        var options = new LabMachineOptions(BootedMachine.Kernel);
        return LabMachine.StartAsync(change?.Invoke(options) ?? options);
    }
}
