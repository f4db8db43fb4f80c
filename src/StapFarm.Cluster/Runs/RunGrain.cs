using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StapFarm.Cluster.Runners;

namespace StapFarm.Cluster.Runs;

[GrainType("stapfarm.run"), Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class RunGrain(IOptions<RunnerOptions> options) : Grain, IRunGrain
{
    private IReadOnlyList<SessionPlan>? _plans;

    public Task StartAsync(IReadOnlyList<SessionPlan> plans)
    {
        if (_plans is null)
        {
            _plans = plans;
            var tick = options.Value.SessionMemory;
            this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(tick, tick) { Interleave = true });
        }

        // Started sessions ignore it, so a caller who repeats a lost call starts those that are missing.
        return Task.WhenAll(_plans.Select(plan => SessionOf(plan).StartAsync(plan)));
    }

    public Task<IReadOnlyList<SessionPlan>?> SessionsAsync()
    {
        if (_plans is null)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(_plans);
    }

    public Task StopAsync() => Task.WhenAll((_plans ?? []).Select(plan => SessionOf(plan).StopAsync()));

    private ISessionGrain SessionOf(SessionPlan plan) => GrainFactory.GetGrain<ISessionGrain>(plan.Session);

    /// <summary>A run is forgotten when the last of its sessions is.</summary>
    private async Task TickAsync()
    {
        var states = await Task.WhenAll(_plans!.Select(plan => SessionOf(plan).WaitAsync(knownVersion: -1, TimeSpan.Zero)));
        if (states.All(state => state is null))
        {
            DeactivateOnIdle();
        }
    }
}
