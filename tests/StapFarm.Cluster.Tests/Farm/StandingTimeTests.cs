using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests.Farm;

public class StandingTimeTests
{
    [Fact]
    public async Task A_wait_for_a_moment_within_a_millisecond_ends_though_its_loop_runs_where_time_is_moved()
    {
        var time = new StandingTime(Now);
        var due = Now + TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(4_000);
        var waits = WaitUntil(due);

        time.Advance(TimeSpan.FromSeconds(1));
        await waits.Soon();

        Assert.Equal(Now + TimeSpan.FromSeconds(1) + TimeSpan.FromMilliseconds(1), time.GetUtcNow());

        async Task WaitUntil(DateTimeOffset moment)
        {
            for (var left = moment - time.GetUtcNow(); left > TimeSpan.Zero; left = moment - time.GetUtcNow())
            {
                await Task.Delay(left, time);
            }
        }
    }

    [Fact]
    public void Time_stands_while_it_is_asked_for_as_tests_do()
    {
        var time = new StandingTime(Now);

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.Equal(Now, time.GetUtcNow()));
    }
}
