using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Runner.Native;
using StapFarm.Runner.Sessions;
using StapFarm.Runner.Tests.Fakes;

namespace StapFarm.Runner.Tests.Sessions;

public sealed class StaprunSupervisorTests : IDisposable
{
    private readonly FakeStaprun _staprun = new();
    private readonly FakeModules _modules = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StopSwitch _stop = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly SessionRecord _record;

    public StaprunSupervisorTests() => _record = new SessionRecord("s1", 1 << 20, () => _changed.Release());

    [Fact]
    public async Task A_script_that_exits_reports_its_output_and_staprun_s_exit_code()
    {
        var running = Run();
        _staprun.Run();
        _staprun.Out("hello\n");
        _staprun.Err("WARNING: careful\n");
        _staprun.Exit(0);
        var end = await EndAsync(running);

        Assert.Equal((SessionEndReason.Exited, 0, null), (end.Reason, end.ExitCode, end.Failure));
        Assert.True(_record.IsRunning);
        Assert.Equal("hello\nWARNING: careful\n", Output());
    }

    [Fact]
    public async Task An_interrupt_waits_until_stapio_can_take_it()
    {
        var running = Run();
        _staprun.Inserting();
        _stop.Command();
        Assert.True(_staprun.NoSignalYet);

        _staprun.Attach();
        Assert.Equal((Signals.Interrupt, true), await SignalAsync());
        _staprun.Exit(0);

        Assert.Equal(SessionEndReason.Stopped, (await EndAsync(running)).Reason);
    }

    [Fact]
    public async Task A_second_stop_makes_stapio_give_up_and_then_kills_it()
    {
        var running = Run();
        _staprun.Run();
        await RunningAsync();
        _stop.Command();
        Assert.Equal((Signals.Interrupt, true), await SignalAsync());
        _stop.Command();
        Assert.Equal((Signals.Terminate, false), await SignalAsync());
        Assert.Equal((Signals.Hangup, false), await SignalAsync());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((Signals.Kill, true), await SignalAsync());
        _modules.Load("demo");
        _staprun.Exit(137);
        var end = await EndAsync(running);

        Assert.Equal((SessionEndReason.Stopped, 137), (end.Reason, end.ExitCode));
        Assert.Equal(["demo"], _modules.Removed);
    }

    [Fact]
    public async Task The_time_limit_counts_from_the_moment_the_probes_are_live()
    {
        var running = Run(timeLimit: TimeSpan.FromSeconds(10));
        _staprun.Inserting();
        _time.Advance(TimeSpan.FromSeconds(60));
        _staprun.Run();
        await RunningAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(_staprun.NoSignalYet);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Signals.Interrupt, true), await SignalAsync());
        _staprun.Out("bye\n");
        _staprun.Exit(0);

        Assert.Equal(SessionEndReason.TimeLimit, (await EndAsync(running)).Reason);
        Assert.Equal("bye\n", Output());
    }

    [Fact]
    public async Task The_output_limit_ends_it_once_and_what_the_end_probe_prints_still_comes()
    {
        var running = Run(outputLimit: 10);
        _staprun.Run();
        _staprun.Out("123456789");
        _staprun.Out("0");
        Assert.Equal((Signals.Interrupt, true), await SignalAsync());
        _staprun.Out("bye\n");
        _staprun.Exit(0);

        Assert.Equal(SessionEndReason.OutputLimit, (await EndAsync(running)).Reason);
        Assert.Equal("1234567890bye\n", Output());
    }

    [Fact]
    public async Task A_session_that_nobody_commands_is_forced_when_it_does_not_end_in_order()
    {
        var running = Run();
        _staprun.Run();
        await RunningAsync();
        _stop.Ask(SessionEndReason.LeaseLost);
        Assert.Equal((Signals.Interrupt, true), await SignalAsync());
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((Signals.Terminate, false), await SignalAsync());
        _staprun.Exit(0);

        Assert.Equal(SessionEndReason.LeaseLost, (await EndAsync(running)).Reason);
    }

    [Fact]
    public async Task A_module_that_the_kernel_refuses_is_reported_with_staprun_s_words()
    {
        var running = Run();
        _staprun.Inserting();
        _staprun.Err("ERROR: Couldn't insert module '/x/demo.ko': Unknown symbol in module\n");
        _staprun.Exit(1);
        var end = await EndAsync(running);

        Assert.Equal((SessionEndReason.LoadFailed, 1), (end.Reason, end.ExitCode));
        Assert.Equal(FailureCode.LoadFailed, end.Failure!.Code);
        Assert.Equal("ERROR: Couldn't insert module '/x/demo.ko': Unknown symbol in module\n", Encoding.UTF8.GetString(end.Failure.ToolMessages.Span));
    }

    [Fact]
    public async Task A_module_that_somebody_else_loaded_under_the_same_name_stays()
    {
        _modules.Load("demo");
        var running = Run();
        _staprun.Inserting();
        _staprun.Err("ERROR: Couldn't insert module '/x/demo.ko': File exists\n");
        _staprun.Exit(1);
        await EndAsync(running);

        Assert.Empty(_modules.Removed);
    }

    [Fact]
    public async Task A_script_whose_probes_fail_has_run()
    {
        var running = Run();
        _staprun.Run();
        _staprun.Err("ERROR: boom\n");
        _staprun.Exit(1);

        Assert.Equal((SessionEndReason.Exited, 1, null), (await EndAsync(running)) is var end ? (end.Reason, end.ExitCode, end.Failure) : default);
    }

    [Fact]
    public async Task A_killed_staprun_leaves_no_module_behind_also_under_another_name()
    {
        _modules.Load("demo");
        _modules.Load("d_99");
        var running = Run();
        _staprun.Inserting("d_99");
        _staprun.Exit(137);
        await EndAsync(running);

        Assert.Equal(["d_99"], _modules.Removed);
    }

    [Fact]
    public async Task A_module_that_cannot_be_unloaded_is_reported_with_the_kernel_s_reason()
    {
        _modules.Load("demo", stays: "Device or resource busy");
        var running = Run();
        _staprun.Run();
        _staprun.Exit(0);
        var end = await EndAsync(running);

        Assert.Equal(SessionEndReason.Exited, end.Reason);
        Assert.Contains("Device or resource busy", end.Failure!.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _changed.Dispose();
    }

    private Task<StaprunOutcome> Run(TimeSpan? timeLimit = null, long? outputLimit = null)
    {
        var ticket = Farmer.Ticket();
        var blob = new BlobRef(ticket.Module, 1, MediaTypes.Module);
        var order = new SessionOrder("s1", null!, blob, blob, timeLimit, outputLimit);
        var remover = new ModuleRemover(_modules, _time, NullLogger<ModuleRemover>.Instance);
        return new StaprunSupervisor(new AdmittedSession(order, ticket, null!, null!, null!), _record, _stop, remover, _time, NullLogger<StaprunSupervisor>.Instance)
            .RunAsync(_staprun);
    }

    private async Task<SessionEnd> EndAsync(Task<StaprunOutcome> running)
    {
        while (!running.IsCompleted)
        {
            _time.Advance(ModuleRemover.Pause);
            await Task.Yield();
        }

        return (await running).ToEnd(_stop.Reason, _record.IsRunning, new FakeKernel().Identity, "none");
    }

    private async Task RunningAsync()
    {
        while (!_record.IsRunning)
        {
            await _changed.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private async Task<(int Signal, bool Group)> SignalAsync() => await _staprun.SignalAsync().WaitAsync(TimeSpan.FromSeconds(10));

    private string Output() => string.Concat(_record.Spool.After(0, int.MaxValue).Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)));
}
