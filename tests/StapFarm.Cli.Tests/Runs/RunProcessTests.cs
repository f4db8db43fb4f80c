using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Runs;

/// <summary>What takes a process: signals, a closed output, and the bytes of a command line.</summary>
public sealed class RunProcessTests : IAsyncLifetime
{
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Runs.Run = new V1.StartRunResponse { RunId = "run", Sessions = { Samples.Session("s1", "web1") } };
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task A_line_is_printed_before_the_next_event_happens_and_ctrl_c_still_gives_what_the_script_says_at_its_end()
    {
        _farm.Runs.Watches.Enqueue(async (stream, _) =>
        {
            await stream.WriteAsync(Samples.Output("s1", 1, "first\n"));
            await _farm.Runs.Stopped[0].Task;
            await stream.WriteAsync(Samples.Output("s1", 2, "end of script\n"));
            await stream.WriteAsync(Samples.Ended("s1", 0, 2, V1.SessionEndReason.Stopped));
        });
        using var process = new CommandProcess(_farm, "stapfarm run -e x --on web1");

        Assert.Equal("first", await process.ReadLineAsync());
        process.Interrupt();

        Assert.Equal((0, "end of script\n"), await process.EndAsync());
        Assert.False(_farm.Runs.Stopped[1].Task.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_ctrl_c_ends_it_by_force_and_a_third_stops_waiting()
    {
        _farm.Runs.Watches.Enqueue(async (stream, context) =>
        {
            await stream.WriteAsync(Samples.Output("s1", 1, "first\n"));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });
        using var process = new CommandProcess(_farm, "stapfarm run -e x --on web1");
        await process.ReadLineAsync();

        process.Interrupt();
        await _farm.Runs.Stopped[0].Task;
        process.Interrupt();
        await _farm.Runs.Stopped[1].Task;
        process.Interrupt();

        Assert.Equal(1, await process.ExitCodeAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task When_nobody_reads_the_output_any_more_the_run_is_ended()
    {
        _farm.Runs.Watches.Enqueue(async (stream, _) =>
        {
            for (var number = 1; !_farm.Runs.Stopped[0].Task.IsCompleted; number++)
            {
                await stream.WriteAsync(Samples.Output("s1", number, new string('x', 10_000) + "\n"));
            }

            await stream.WriteAsync(Samples.Ended("s1", 0, 1, V1.SessionEndReason.Stopped));
        });
        using var process = new CommandProcess(_farm, "stapfarm run -e x --on web1");
        await process.ReadLineAsync();

        process.CloseOutput();

        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.True(_farm.Runs.Stopped[0].Task.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Words_that_are_not_utf8_reach_the_farm_as_they_are()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", 0, 0));
        using var process = new CommandProcess(_farm, """stapfarm run --on web1 -e "$(printf 'a\377b')" -- "$(printf '\376')" """);

        Assert.Equal(0, await process.ExitCodeAsync());

        var source = Assert.Single(_farm.Runs.Starts).Source;
        Assert.Equal([(byte)'a', 0xFF, (byte)'b'], source.Script.ToByteArray());
        Assert.Equal([0xFE], Assert.Single(source.Arguments).ToByteArray());
    }
}
