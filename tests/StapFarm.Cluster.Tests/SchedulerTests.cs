using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Cluster.Work;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

public sealed class SchedulerTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private TestFarm _farm = null!;

    private ISchedulerGrain Scheduler => _farm.Scheduler;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync(options => options.MaxQueued = 100);

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Work_goes_to_the_worker_that_asks_in_the_order_in_which_it_came()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        await Scheduler.EnqueueAsync(Translation("b"));

        Assert.Equal(Translation("a"), (await Lease("w")).Item);
        Assert.Equal(Translation("b"), (await Lease("w")).Item);
    }

    [Fact]
    public async Task Work_of_one_name_is_queued_once()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        await Scheduler.EnqueueAsync(Translation("a"));
        await Lease("w");
        await Scheduler.EnqueueAsync(Translation("a"));

        Assert.Equal((0, 1), await QueuedAndLeased());
    }

    [Fact]
    public async Task A_worker_that_waits_is_woken_when_work_comes()
    {
        var lease = Scheduler.LeaseAsync(Worker("w"), Wait);
        await WorkersWait(1);
        Assert.False(lease.IsCompleted);

        await Scheduler.EnqueueAsync(Translation("a"));

        Assert.Equal(Translation("a"), (await lease.Soon())!.Item);
    }

    [Fact]
    public async Task A_worker_that_waited_long_enough_gets_nothing_and_the_next_work_goes_elsewhere()
    {
        var lease = Scheduler.LeaseAsync(Worker("w"), TimeSpan.FromSeconds(5));
        await WorkersWait(1);
        await _farm.PassAsync(TimeSpan.FromSeconds(4));
        Assert.False(lease.IsCompleted);
        Assert.Null(await _farm.PassUntilAsync(lease));

        await Scheduler.EnqueueAsync(Translation("a"));
        Assert.Equal((1, 0), await QueuedAndLeased());
    }

    [Fact]
    public async Task Work_whose_kernel_tree_the_worker_holds_is_preferred()
    {
        await Scheduler.EnqueueAsync(Translation("a", tree: "cold"));
        await Scheduler.EnqueueAsync(Translation("b", tree: "hot"));

        Assert.Equal(Translation("b", tree: "hot"), (await Lease("w", "hot")).Item);
        Assert.Equal(Translation("a", tree: "cold"), (await Lease("w", "hot")).Item);
    }

    [Fact]
    public async Task Work_that_was_passed_over_for_long_goes_before_held_trees()
    {
        await Scheduler.EnqueueAsync(Translation("a", tree: "cold"));
        await _farm.PassAsync(TimeSpan.FromSeconds(31));
        await Scheduler.EnqueueAsync(Translation("b", tree: "hot"));

        Assert.Equal(Translation("a", tree: "cold"), (await Lease("w", "hot")).Item);
    }

    [Fact]
    public async Task Of_the_waiting_workers_the_one_that_holds_the_tree_is_chosen()
    {
        var first = Scheduler.LeaseAsync(Worker("first"), Wait);
        var holder = Scheduler.LeaseAsync(Worker("holder", "hot"), Wait);
        await WorkersWait(2);
        await Scheduler.EnqueueAsync(Translation("a", tree: "hot"));

        Assert.NotNull(await holder.Soon());
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task Translations_go_before_kernels_and_toolchains_until_those_have_waited_long()
    {
        await Scheduler.EnqueueAsync(new WorkItem.AddKernel("6.1"));
        await Scheduler.EnqueueAsync(Translation("a"));
        var first = await Lease("w");
        Assert.Equal(Translation("a"), first.Item);
        await Scheduler.CompleteAsync(first.Id, Done);

        await _farm.PassAsync(TimeSpan.FromMinutes(2));
        await Scheduler.EnqueueAsync(Translation("b"));
        Assert.Equal(new WorkItem.AddKernel("6.1"), (await Lease("w")).Item);
    }

    [Fact]
    public async Task A_lease_that_is_not_renewed_goes_back_in_front_of_the_queue()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        await Lease("w1");
        await Scheduler.EnqueueAsync(Translation("b"));
        await _farm.PassAsync(TimeSpan.FromSeconds(16));

        var again = await Lease("w2");

        Assert.Equal((Translation("a"), 2), (again.Item, again.Attempt));
    }

    [Fact]
    public async Task A_renewed_lease_lives_on_and_renewing_names_those_that_have_ended()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        var lease = await Lease("w");
        for (var i = 0; i < 4; i++)
        {
            await _farm.PassAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(["other"], await Scheduler.RenewAsync("w-1", [lease.Id, "other"]));
        }

        Assert.Equal((0, 1), await QueuedAndLeased());
    }

    [Fact]
    public async Task A_lease_is_renewed_by_its_own_worker_only()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        var lease = await Lease("w");

        Assert.Equal([lease.Id], await Scheduler.RenewAsync("other-1", [lease.Id]));
    }

    [Fact]
    public async Task A_worker_that_is_gone_loses_its_leases_at_once_and_its_waiting_call_ends()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        await Lease("w");
        var waiting = Scheduler.LeaseAsync(Worker("w") with { Slots = 7 }, Wait);
        await TestFarm.UntilAsync(async () => (await Scheduler.StatusAsync()).Slots == 7);
        await Scheduler.WorkerGoneAsync("w-1");

        Assert.Null(await waiting.Soon());
        Assert.Equal(2, (await Lease("w2")).Attempt);
    }

    [Fact]
    public async Task A_late_result_of_an_ended_lease_is_ignored()
    {
        await Scheduler.EnqueueAsync(Translation("a"));
        var lost = await Lease("w1");
        await Scheduler.WorkerGoneAsync("w1-1");
        await Scheduler.CompleteAsync(lost.Id, WorkResult.Failed(LimitExceeded));
        await Scheduler.ProgressAsync(lost.Id, new WorkProgress("pass 1", ""));

        Assert.Equal((1, 0), await QueuedAndLeased());
    }

    [Fact]
    public async Task Work_that_a_worker_gives_back_is_queued_again()
    {
        await _farm.Work(Translation("a")).SubmitAsync(Translation("a"));
        var lease = await Lease("w1");
        await Scheduler.CompleteAsync(lease.Id, WorkResult.Failed(new FarmFailure(FailureCode.Cancelled, "The worker shuts down.")));

        Assert.Equal(2, (await Lease("w2")).Attempt);
    }

    [Fact]
    public async Task Work_that_is_lost_with_each_attempt_fails_and_names_the_attempts_and_why()
    {
        var work = _farm.Work(Translation("a"));
        await work.SubmitAsync(Translation("a"));
        await Lease("w1");
        await Scheduler.WorkerGoneAsync("w1-1");
        await Lease("w2");
        await _farm.PassAsync(TimeSpan.FromSeconds(16));
        await Lease("w3");
        await Scheduler.WorkerGoneAsync("w3-1");

        var failure = (await EndOf(work)).Failure!;

        Assert.Equal(FailureCode.WorkerLost, failure.Code);
        Assert.Contains("after 3 attempts", failure.Message, StringComparison.Ordinal);
        Assert.Contains("attempt 1 on worker w1: its connection to the farm ended", failure.Message, StringComparison.Ordinal);
        Assert.Contains("attempt 2 on worker w2: it gave no sign of life for 15 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), await QueuedAndLeased());
    }

    [Fact]
    public async Task Whoever_submits_given_up_work_again_has_all_attempts_again()
    {
        var work = _farm.Work(Translation("a"));
        await work.SubmitAsync(Translation("a"));
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i, (await Lease("w")).Attempt);
            await Scheduler.WorkerGoneAsync("w-1");
        }

        await EndOf(work);
        await work.SubmitAsync(Translation("a"));

        Assert.Equal(1, (await Lease("w")).Attempt);
    }

    [Fact]
    public async Task A_full_queue_refuses_work_and_takes_back_what_was_leased()
    {
        await Scheduler.EnqueueAsync(Translation("first"));
        await Lease("w");
        for (var i = 0; i < 100; i++)
        {
            await Scheduler.EnqueueAsync(Translation($"{i}"));
        }

        var refusal = await Assert.ThrowsAsync<FarmException>(() => Scheduler.EnqueueAsync(Translation("one too many")));
        await Scheduler.WorkerGoneAsync("w-1");

        Assert.Equal(FailureCode.Unavailable, refusal.Failure.Code);
        Assert.Contains("100 pieces of work", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((101, 0), await QueuedAndLeased());
    }

    [Fact]
    public async Task The_status_counts_workers_that_were_heard_of_lately()
    {
        await Scheduler.LeaseAsync(Worker("w1") with { Slots = 3 }, TimeSpan.Zero);
        await Scheduler.LeaseAsync(Worker("w2") with { Slots = 2 }, TimeSpan.Zero);
        Assert.Equal(new SchedulerStatus(2, 5, 0, 0), await Scheduler.StatusAsync());

        await Scheduler.WorkerGoneAsync("w1-1");
        Assert.Equal(new SchedulerStatus(1, 2, 0, 0), await Scheduler.StatusAsync());

        await _farm.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(new SchedulerStatus(0, 0, 0, 0), await Scheduler.StatusAsync());
    }

    private Task WorkersWait(int count) => TestFarm.UntilAsync(async () => (await Scheduler.StatusAsync()).Workers == count);

    private async Task<Lease> Lease(string worker, params string[] trees)
    {
        var lease = await Scheduler.LeaseAsync(Worker(worker, trees), Wait).Soon();
        Assert.NotNull(lease);
        return lease;
    }

    private async Task<(int Queued, int Leased)> QueuedAndLeased()
    {
        var status = await Scheduler.StatusAsync();
        return (status.Queued, status.Leased);
    }

    private static async Task<WorkResult> EndOf(IWorkGrain work) =>
        (await work.EventsAsync()).OfType<WorkEvent.Ended>().Single().Result;
}
