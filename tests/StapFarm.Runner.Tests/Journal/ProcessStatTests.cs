using StapFarm.Runner.Processes;

namespace StapFarm.Runner.Tests.Journal;

public sealed class ProcessStatTests
{
    private const string Rest = "1 77 77 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 2";

    [Fact]
    public void The_start_time_is_found_behind_any_command_name() =>
        Assert.Equal(123456, ProcessStat.Parse($"77 (a) R (b c) S {Rest}"));

    [Fact]
    public void A_zombie_is_gone() => Assert.Null(ProcessStat.Parse($"77 (stapio) Z {Rest}"));

    [Fact]
    public void This_process_lives_and_pid_zero_does_not()
    {
        Assert.True(ProcessStat.StartTime(Environment.ProcessId) > 0);
        Assert.Null(ProcessStat.StartTime(0));
    }
}
