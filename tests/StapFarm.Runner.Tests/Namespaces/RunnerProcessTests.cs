using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Tickets;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Target;
using StapFarm.Runner.Tests.Fakes;
using StapFarm.Testing;
using KernelIdentity = StapFarm.Model.Kernels.KernelIdentity;

namespace StapFarm.Runner.Tests.Namespaces;

/// <summary>
/// The real runner process, gRPC and mount namespace; only staprun and stapio are shell scripts that speak as the real ones
/// do. Needs root.
/// </summary>
public sealed class RunnerProcessTests : IAsyncLifetime, IDisposable
{
    private const string Staprun = """
        echo "staprun:insert_module:191 Module demo inserted from file $2" >&2
        exec /usr/libexec/stapfarm-test/stapio "$@"
        """;

    // Ends on an interrupt; wait is the shell's only call that a signal interrupts.
    private const string Stapio = """
        trap 'echo bye; exit 3' INT
        echo "stapio:stp_main_loop:446 in main loop" >&2
        echo "stapio:stp_main_loop:666 systemtap_module_init() returned 0" >&2
        echo "WARNING: from the script" >&2
        echo "args: $*"
        sleep 1000 & wait
        """;

    private readonly ScratchFolder _scratch = new();
    private readonly Farmer _farmer = new();
    private readonly KernelIdentity _kernel = new LinuxKernelFacts().Identity;
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        await File.WriteAllTextAsync(_scratch.File("farm.pem"), _farmer.PublicKeyPem);
    }

    [Fact]
    public async Task A_session_runs_through_its_whole_life_and_leaves_nothing_behind()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", ticket => ticket with { Globals = ["x=1"u8.ToArray(), "y=\xff"u8.ToArray()] });
        await farm.UntilAsync(_ => farm.SawRunning && farm.Stdout.Contains("args:", StringComparison.Ordinal));

        Assert.EndsWith("demo.ko x=1 y=\xff\n", farm.Stdout, StringComparison.Ordinal);
        await farm.StopAsync(2, "s1");
        var ended = await farm.EndedAsync();
        Assert.Equal((SessionEndReason.Stopped, 3), (ended.Reason, ended.ExitCode));
        Assert.EndsWith("bye\n", farm.Stdout, StringComparison.Ordinal);
        Assert.Equal("WARNING: from the script\n", farm.Stderr);
        Assert.Equal(Enumerable.Range(1, (int)ended.LastChunk).Select(number => (long)number), farm.Chunks);
        Assert.Empty(Directory.EnumerateDirectories(_scratch.File("state/sessions")));
        Assert.False(Directory.Exists("/usr/libexec/stapfarm-test"));
    }

    [Fact]
    public async Task The_hello_says_who_and_what_the_runner_is_and_another_start_is_another_incarnation()
    {
        RunnerHello first;
        using (Start("--label", "rack=7"))
        {
            first = (await ConnectAsync()).Hello;
        }

        using var again = Start();
        var second = (await ConnectAsync()).Hello;

        Assert.Equal((1, "t", "7", _kernel.Release, _kernel.BuildId), (first.ProtocolVersion, first.Name, first.Labels["rack"], first.Kernel.Release, first.Kernel.BuildId));
        Assert.Equal(first.RunnerId, second.RunnerId);
        Assert.NotEqual(first.Incarnation, second.Incarnation);
    }

    [Fact]
    public async Task A_lost_connection_costs_no_output_and_repeated_commands_do_nothing()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1");
        await farm.OutputAsync("args:");
        var before = farm.Chunks[^1];
        await farm.StoredAsync("s1", before - 1);
        farm.Break();

        farm = await ConnectAsync();
        Assert.Equal((1, "s1"), (farm.Hello.LastCommand, Assert.Single(farm.Hello.Sessions)));
        await StartSessionAsync(farm, 1, "s1");
        await farm.AcceptedAsync(1);
        await farm.StopAsync(2, "s1");
        await farm.StopAsync(2, "s1");
        var ended = await farm.EndedAsync();

        Assert.Equal((SessionEndReason.Stopped, 3), (ended.Reason, ended.ExitCode));
        Assert.True(farm.SawRunning);
        Assert.Equal(before, farm.Chunks[0]);
        Assert.Equal(ended.LastChunk, farm.Chunks[^1]);
        Assert.Equal(1, runner.Log.Split("staprun of demo is process").Length - 1);
    }

    [Fact]
    public async Task An_end_is_reported_again_until_the_farm_has_closed_the_session()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", stapio: "exit 7");
        Assert.Equal(7, (await farm.EndedAsync()).ExitCode);
        farm.Break();
        farm = await ConnectAsync();
        Assert.Equal(7, (await farm.EndedAsync()).ExitCode);
        await farm.CloseAsync("s1");
        await StartSessionAsync(farm, 2, "s2");
        await farm.AcceptedAsync(2);
        farm.Break();

        Assert.Equal(["s2"], (await ConnectAsync()).Hello.Sessions);
    }

    [Fact]
    public async Task A_runner_that_was_killed_finds_what_it_left_and_ends_it()
    {
        FakeConnection farm;
        using (var killed = Start())
        {
            farm = await ConnectAsync();
            await StartSessionAsync(farm, 1, "s1");
            await farm.OutputAsync("args:");
            killed.Kill();
        }

        var pid = int.Parse(File.ReadAllText(_scratch.File("state/sessions/s1/pid")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.NotNull(StapFarm.Runner.Processes.ProcessStat.StartTime(pid));
        using var restarted = Start();
        farm = await ConnectAsync();
        var ended = await farm.EndedAsync();

        Assert.Equal(("s1", SessionEndReason.TargetLost, (int)FailureCode.TargetLost), (ended.SessionId, ended.Reason, ended.Failure.Code));
        Assert.Null(StapFarm.Runner.Processes.ProcessStat.StartTime(pid));
        Assert.Empty(Directory.EnumerateDirectories(_scratch.File("state/sessions")));
    }

    [Fact]
    public async Task Without_the_farm_for_longer_than_its_lease_the_session_ends()
    {
        using var runner = Start();
        var farm = await ConnectAsync(TimeSpan.FromMilliseconds(300));
        await StartSessionAsync(farm, 1, "s1");
        await farm.OutputAsync("args:");
        var port = _farm.Address.Port;
        await _farm.DisposeAsync();
        await runner.SaysAsync("has ended: LeaseLost, exit code 3");
        _farm = await FakeFarm.StartAsync(port);
        farm = await ConnectAsync();

        Assert.Equal(SessionEndReason.LeaseLost, (await farm.EndedAsync()).Reason);
        Assert.EndsWith("bye\n", farm.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_is_told_to_end_ends_its_sessions_and_says_so()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1");
        await farm.OutputAsync("args:");
        var ending = runner.TerminateAsync();
        var ended = await farm.EndedAsync();
        await farm.CloseAsync("s1");

        Assert.Equal((SessionEndReason.TargetLost, 3), (ended.Reason, ended.ExitCode));
        Assert.Equal(0, await ending);
    }

    [Fact]
    public async Task A_refused_ticket_is_reported_and_nothing_is_started()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", ticket => ticket with { KernelBuildId = "ffff" });
        var ended = await farm.EndedAsync();

        Assert.Equal((SessionEndReason.Refused, false, (int)FailureCode.WrongKernel), (ended.Reason, ended.HasExitCode, ended.Failure.Code));
        Assert.DoesNotContain("is process", runner.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_spool_stops_the_reading_until_the_farm_stores_and_nothing_is_lost()
    {
        using var runner = Start("--spool-bytes", "65536");
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", stapio: "i=0; while [ $i -lt 20000 ]; do echo \"line $i of the flood\"; i=$((i+1)); done; touch " + _scratch.File("done"));
        await farm.OutputAsync("line 1 ");
        long stored = 0;
        SessionEnded? ended = null;
        Assert.False(File.Exists(_scratch.File("done")));
        while (ended is null)
        {
            await farm.StoredAsync("s1", stored = farm.Chunks[^1]);
            ended = (await farm.UntilAsync(message => message.Ended is not null || message.Output is not null)).Ended;
        }

        Assert.True(stored > 0);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20000).Select(i => $"line {i} of the flood\n")), farm.Stdout);
    }

    [Fact]
    public async Task What_the_script_started_may_go_on_without_holding_the_session()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", stapio: "echo last; sleep 60 & echo $! > " + _scratch.File("left") + "; exit 0");
        var ended = await farm.EndedAsync();
        var left = File.ReadAllText(_scratch.File("left")).Trim();

        Assert.Equal((SessionEndReason.Exited, "last\n"), (ended.Reason, farm.Stdout));
        Assert.True(Directory.Exists("/proc/" + left));
        _ = StapFarm.Runner.Native.Libc.Kill(int.Parse(left, System.Globalization.CultureInfo.InvariantCulture), StapFarm.Runner.Native.Signals.Kill);
    }

    [Fact]
    public async Task The_commands_of_a_script_see_the_targets_own_files_and_the_targets_see_nothing()
    {
        using var runner = Start();
        var farm = await ConnectAsync();
        await StartSessionAsync(farm, 1, "s1", stapio: "ls /usr/libexec /usr/bin | sort | md5sum; cat /usr/libexec/stapfarm-test/stapio; /usr/bin/env true && echo ran");
        await farm.EndedAsync();

        Assert.Contains("exec '", farm.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("ran\n", farm.Stdout, StringComparison.Ordinal);
        var mounts = await File.ReadAllTextAsync("/proc/self/mountinfo");
        Assert.DoesNotContain(" /usr/libexec", mounts, StringComparison.Ordinal);
        Assert.DoesNotContain(_scratch.Path, mounts, StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose()
    {
        _farmer.Dispose();
        _scratch.Dispose();
    }

    private RunningRunner Start(params string[] options) => new(_farm, _scratch.File("farm.pem"), _scratch.File("state"), options);

    private async Task<FakeConnection> ConnectAsync(TimeSpan? lease = null)
    {
        var connection = await _farm.ConnectionAsync();
        await connection.WelcomeAsync(lease);
        return connection;
    }

    private async Task StartSessionAsync(FakeConnection farm, long number, string session, Func<Ticket, Ticket>? change = null, string stapio = Stapio)
    {
        var module = _farm.Add(FakeModule.Build(release: _kernel.Release), MediaTypes.Module);
        var bundle = _farm.Add(FakeBundle.Build(Staprun, stapio, "/usr/bin/stapfarm-test-staprun", "/usr/libexec/stapfarm-test/stapio"), MediaTypes.RuntimeBundle);
        var ticket = Farmer.Ticket() with
        {
            Session = session,
            Runner = farm.Hello.RunnerId,
            Module = module.Digest,
            Bundle = bundle.Digest,
            KernelRelease = _kernel.Release,
            KernelBuildId = _kernel.BuildId,
            ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(5),
        };
        ticket = change?.Invoke(ticket) ?? ticket;
        await farm.StartAsync(number, ticket, _farmer.Sign(ticket), module, bundle);
    }
}
