using StapFarm.Cluster.Care;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Model.Builds;
using StapFarm.Model.Care;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests.Care;

public sealed class ClusterUsesTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private TestFarm _farm = null!;
    private ClusterUses _uses = null!;

    public async Task InitializeAsync()
    {
        _farm = await TestFarm.StartAsync();
        _uses = new ClusterUses(_farm.Grains);
        await _farm.Runner("r").ConnectedAsync(Hello("r"), "c", 0, []);
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Work_is_in_use_while_it_waits_and_while_it_is_done()
    {
        var work = (WorkItem.Translate)Translation("a");
        await _farm.Work(work).SubmitAsync(work);
        AssertBuild(work, Assert.Single(await ListAsync()));

        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();
        AssertBuild(work, Assert.Single(await ListAsync()));

        await _farm.Scheduler.CompleteAsync(lease!.Id, Done);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task The_files_of_a_kernel_that_is_added_are_in_use()
    {
        var work = new WorkItem.AddKernel($"files:{Digest("files")}");
        await _farm.Work(work).SubmitAsync(work);

        Assert.Equal([Digest("files")], Assert.Single(await ListAsync()).Blobs);
    }

    [Fact]
    public async Task A_session_is_in_use_from_its_start_to_its_end_however_long_that_takes()
    {
        await _farm.Session("s").StartAsync(Plan("s", "r"));
        await TestFarm.UntilAsync(async () => (await ListAsync()).Count == 1);
        await _farm.Session("s").RunningAsync();
        for (var seconds = 0; seconds < 600; seconds += 10)
        {
            await _farm.Runner("r").HeartbeatAsync("c");
            await _farm.PassAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
        }

        var use = Assert.Single(await ListAsync(), use => use.Session == "s");
        Assert.Equal(new ModuleKey(Digest("s")), use.Module);
        Assert.Contains("runner r", use.By, StringComparison.Ordinal);

        await _farm.Session("s").EndedAsync(new SessionEnd(SessionEndReason.Exited, 0, null), 1);

        await TestFarm.UntilAsync(async () => (await ListAsync()).Count == 0);
    }

    [Fact]
    public async Task A_session_that_is_never_heard_of_again_is_forgotten()
    {
        var register = _farm.Grains.GetGrain<ISessionRegisterGrain>(0);
        await register.GoesOnAsync(Plan("lost", "r"));
        await _farm.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30));
        Assert.Single(await register.ListAsync());

        await _farm.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

        Assert.Empty(await register.ListAsync());
    }

    private static void AssertBuild(WorkItem.Translate work, Use use)
    {
        Assert.Equal((work.Key, work.Pair), (use.Module, use.Pair));
        Assert.Equal([work.Request.Digest], use.Blobs);
    }

    private Task<IReadOnlyList<Use>> ListAsync() => _uses.ListAsync(default);
}
