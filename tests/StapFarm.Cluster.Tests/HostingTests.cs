using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StapFarm.Cluster.Hosting;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Tests.Farm;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task A_silo_that_stops_does_not_wait_for_those_who_wait_in_it()
    {
        // With calls under way Orleans would hold it up for its deactivation time-out of 30 s.
        var farm = await TestFarm.StartAsync();
        await farm.Runner("r").ConnectedAsync(Hello("r"), "c", 0, []);
        await farm.Session("s").StartAsync(Plan("s", "r", Translation("a")));
        await farm.Session("s").UntilAsync(state => state.BuildProgress is not null);
        var waits = new Task[]
        {
            farm.Runner("r").NextCommandsAsync("c", 0, TimeSpan.FromSeconds(45)),
            farm.Session("s").WaitAsync(99, TimeSpan.FromSeconds(45)),
            farm.Work(Translation("a")).ReadEventsAsync(9, TimeSpan.FromSeconds(45)),
            farm.Scheduler.LeaseAsync(Worker("w"), TimeSpan.FromSeconds(45)),
            farm.Scheduler.LeaseAsync(Worker("w2"), TimeSpan.FromSeconds(45)),
        };
        await TestFarm.UntilAsync(async () => (await farm.Scheduler.StatusAsync()).Workers == 2);

        var start = Stopwatch.GetTimestamp();
        await farm.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await Task.WhenAll(waits).ContinueWith(_ => { }, TaskScheduler.Default).Soon();
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused_by_name()
    {
        using var services = new ServiceCollection()
            .AddStapFarmCluster()
            .Configure<SchedulerOptions>(options => options.MaxAttempts = 0)
            .Configure<RunnerOptions>(options => options.Lease = TimeSpan.Zero)
            .BuildServiceProvider();

        var scheduler = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SchedulerOptions>>().Value);
        var runners = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RunnerOptions>>().Value);

        Assert.Contains(nameof(SchedulerOptions.MaxAttempts), scheduler.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RunnerOptions.Lease), runners.Message, StringComparison.Ordinal);
    }
}
