using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;
using StapFarm.Cluster.Hosting;
using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Work;
using StapFarm.Model.Content;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>
/// One silo in memory, with time that stands still until a test moves it. Calls overtake each other: a test that needs one
/// to have begun looks for what that changes (<see cref="UntilAsync"/>).
/// </summary>
public sealed class TestFarm : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly InProcessTestCluster _cluster;

    private TestFarm(Action<SchedulerOptions>? scheduler, MemoryManifests? manifests)
    {
        Manifests = manifests ?? new MemoryManifests();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.AddSingleton<IManifestStore>(Manifests);
            silo.Services.AddSingleton<ISessionStarter>(Starter);
            silo.Services.AddStapFarmCluster();
            silo.Services.Configure<SchedulerOptions>(options => scheduler?.Invoke(options));
            silo.Services.Configure<SchedulingOptions>(options => options.TurnWarningLengthThreshold = TimeSpan.FromSeconds(2));
            silo.Services.AddLogging(logging => logging.AddProvider(Turns));
        });
        builder.ConfigureClient(client => client.Services.AddStapFarmMessages());
        _cluster = builder.Build();
    }

    public StandingTime Time { get; } = new(Samples.Now);

    public MemoryManifests Manifests { get; }

    public RecordingStarter Starter { get; } = new();

    public TurnWatch Turns { get; } = new();

    public IGrainFactory Grains => _cluster.Client;

    public ISchedulerGrain Scheduler => Grains.GetGrain<ISchedulerGrain>(0);

    public IRunnerDirectoryGrain Directory => Grains.GetGrain<IRunnerDirectoryGrain>(0);

    /// <param name="manifests">What an earlier farm left behind.</param>
    public static async Task<TestFarm> StartAsync(Action<SchedulerOptions>? scheduler = null, MemoryManifests? manifests = null)
    {
        var farm = new TestFarm(scheduler, manifests);
        await farm._cluster.DeployAsync();
        return farm;
    }

    public IWorkGrain Work(WorkItem item) => Grains.GetGrain<IWorkGrain>(item.Name);

    public IRunnerGrain Runner(string id) => Grains.GetGrain<IRunnerGrain>(id);

    public ISessionGrain Session(string id) => Grains.GetGrain<ISessionGrain>(id);

    public IRunGrain Run(string id) => Grains.GetGrain<IRunGrain>(id);

    /// <summary>Lets time pass in steps: a grain's timer is set anew only when its turn is over.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        for (var end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
        {
            await StepAsync(step ?? Step);
        }
    }

    /// <summary>Lets time pass until the task ends.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> task)
    {
        var patience = Waits.Patience();
        while (!task.IsCompleted && patience())
        {
            await StepAsync(Step);
        }

        return await task.Soon();
    }

    /// <summary>Asks until it holds, while time stands still.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = Waits.Patience();
        while (!await holds().Soon())
        {
            Assert.True(patience(), "It never came to hold.");
        }
    }

    private async Task StepAsync(TimeSpan step)
    {
        Time.Advance(step);
        await Scheduler.StatusAsync().Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        Assert.Empty(Turns.LongTurns);
    }
}
