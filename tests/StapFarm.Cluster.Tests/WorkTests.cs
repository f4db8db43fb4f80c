using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Cluster.Work;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

public sealed class WorkTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly WorkItem Item = Translation("a");

    private TestFarm _farm = null!;

    private IWorkGrain Work => _farm.Work(Item);

    private ISchedulerGrain Scheduler => _farm.Scheduler;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync(options => options.MaxQueued = 100);

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Requests_for_the_same_work_are_one_piece_of_work_with_the_same_events()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Work.SubmitAsync(Item)));
        var watchers = Enumerable.Range(0, 5).Select(_ => Work.EventsAsync()).ToList();

        await Build(Done);

        var seen = await Task.WhenAll(watchers);
        Assert.All(seen, events => Assert.Equal(seen[0], events));
        Assert.Single(seen[0].OfType<WorkEvent.Started>());
        Assert.Equal(new SchedulerStatus(1, 1, 0, 0), await Scheduler.StatusAsync());
    }

    [Fact]
    public async Task One_who_joins_midway_sees_all_events_in_their_order()
    {
        await Work.SubmitAsync(Item);
        var lease = await Lease();
        await Scheduler.ProgressAsync(lease.Id, new WorkProgress("pass 1", "parse"));
        await Scheduler.ProgressAsync(lease.Id, new WorkProgress("pass 2", "elaborate"));

        await Work.SubmitAsync(Item);
        var joined = Work.EventsAsync();
        await Scheduler.ProgressAsync(lease.Id, new WorkProgress("pass 3", "translate"));
        await Scheduler.CompleteAsync(lease.Id, Done);

        Assert.Equal(
            [
                new WorkEvent.Queued(1, Now, 0),
                new WorkEvent.Started(2, Now, "w", 1),
                new WorkEvent.Progressed(3, Now, new WorkProgress("pass 1", "parse")),
                new WorkEvent.Progressed(4, Now, new WorkProgress("pass 2", "elaborate")),
                new WorkEvent.Progressed(5, Now, new WorkProgress("pass 3", "translate")),
                new WorkEvent.Ended(6, Now, Done),
            ],
            await joined);
    }

    [Fact]
    public async Task A_reader_continues_from_the_number_where_his_connection_broke()
    {
        await Work.SubmitAsync(Item);
        await Build(Done);
        await Work.EventsAsync();

        var rest = await Work.ReadEventsAsync(2, Wait);

        Assert.Equal([2L, 3L], rest!.Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task A_reader_is_woken_by_the_next_event()
    {
        await Work.SubmitAsync(Item);
        await Work.EventsAsync(happened => happened is WorkEvent.Queued);
        var read = Work.ReadEventsAsync(2, Wait);
        Assert.False(read.IsCompleted);

        await Lease();

        Assert.IsType<WorkEvent.Started>((await read.Soon())!.Single());
    }

    [Fact]
    public async Task A_reader_who_waits_in_vain_gets_no_events_and_may_ask_again()
    {
        await Work.SubmitAsync(Item);
        await Work.EventsAsync(happened => happened is WorkEvent.Queued);

        Assert.Empty((await _farm.PassUntilAsync(Work.ReadEventsAsync(2, TimeSpan.FromSeconds(3))))!);
    }

    [Fact]
    public async Task Work_that_nobody_submitted_has_no_events() =>
        Assert.Null(await Work.ReadEventsAsync(1, Wait).Soon());

    [Fact]
    public async Task A_failure_of_the_script_is_remembered_and_then_forgotten()
    {
        await Work.SubmitAsync(Item);
        await Build(WorkResult.Failed(ScriptError));
        var first = await Work.EventsAsync();

        await _farm.PassAsync(TimeSpan.FromMinutes(4));
        await Work.SubmitAsync(Item);
        Assert.Equal(first.Count, (await Work.EventsAsync()).Count);
        Assert.Equal(0, (await Scheduler.StatusAsync()).Queued);

        await _farm.PassAsync(TimeSpan.FromMinutes(2));
        await Work.SubmitAsync(Item);
        Assert.Equal(1, (await Scheduler.StatusAsync()).Queued);
    }

    [Theory]
    [InlineData(FailureCode.LimitExceeded)]
    [InlineData(FailureCode.Killed)]
    [InlineData(FailureCode.StoreFull)]
    [InlineData(FailureCode.Internal)]
    public async Task Any_other_failure_is_tried_anew_by_the_next_who_asks(FailureCode code)
    {
        await Work.SubmitAsync(Item);
        await Build(WorkResult.Failed(new FarmFailure(code, "It failed.")));
        await Work.EventsAsync();

        await Work.SubmitAsync(Item);

        Assert.Equal(1, (await Scheduler.StatusAsync()).Queued);
    }

    [Fact]
    public async Task Work_that_succeeded_is_done_again_when_it_is_submitted_again_with_events_of_its_own()
    {
        await Work.SubmitAsync(Item);
        await Build(Done);
        await Work.EventsAsync();

        await Work.SubmitAsync(Item);
        await Work.EventsAsync(happened => happened is WorkEvent.Queued);
        var stale = Work.ReadEventsAsync(4, Wait);
        await Build(WorkResult.Failed(LimitExceeded));

        var events = await Work.EventsAsync();
        Assert.Equal([1L, 2L, 3L], events.Select(happened => happened.Sequence));
        Assert.Equal(LimitExceeded.Message, ((WorkEvent.Ended)events[^1]).Result.Failure!.Message);

        // One who had read the earlier submission's log to its end isn't left waiting either.
        Assert.NotEmpty((await stale.Soon())!);
    }

    [Fact]
    public async Task Ended_work_is_forgotten_after_a_while()
    {
        await Work.SubmitAsync(Item);
        await Build(Done);
        await Work.EventsAsync();

        await _farm.PassAsync(TimeSpan.FromMinutes(9));
        Assert.NotNull(await Work.ReadEventsAsync(1, Wait));
        await _farm.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Null(await Work.ReadEventsAsync(1, Wait).Soon());
    }

    [Fact]
    public async Task Work_that_came_back_shows_its_watchers_the_queue_and_the_next_attempt()
    {
        await Work.SubmitAsync(Item);
        await Lease();
        await Scheduler.WorkerGoneAsync("w-1");
        await Build(Done);

        var events = await Work.EventsAsync();

        Assert.Equal(["Queued", "Started", "Queued", "Started", "Ended"], events.Select(happened => happened.GetType().Name));
        Assert.Equal(2, events.OfType<WorkEvent.Started>().Last().Attempt);
    }

    [Fact]
    public async Task A_full_queue_is_told_to_the_submitter_and_to_whoever_joined()
    {
        for (var i = 0; i < 100; i++)
        {
            await Scheduler.EnqueueAsync(Translation($"{i}"));
        }

        var refusal = await Assert.ThrowsAsync<FarmException>(() => Work.SubmitAsync(Item));

        Assert.Equal(FailureCode.Unavailable, refusal.Failure.Code);
        Assert.Equal(refusal.Failure.Message, ((WorkEvent.Ended)(await Work.EventsAsync())[^1]).Result.Failure!.Message);
    }

    [Fact]
    public async Task Those_in_front_see_each_step_of_the_queue_and_those_far_behind_only_long_ones()
    {
        var items = Enumerable.Range(0, 60).Select(i => Translation($"{i}")).ToList();
        foreach (var item in items)
        {
            await _farm.Work(item).SubmitAsync(item);
        }

        for (var i = 0; i < 50; i++)
        {
            await Build(Done);
            await _farm.PassAsync(TimeSpan.FromSeconds(1));
        }

        await Lease(10);
        var places = (await _farm.Work(items[^1]).EventsAsync(happened => happened is WorkEvent.Started))
            .OfType<WorkEvent.Queued>().Select(queued => queued.Position).ToList();

        Assert.Equal(59, places[0]);
        Assert.Equal(44, places[1]);
        Assert.Equal([14, 13, 12, 11, 10, 9], places.SkipWhile(place => place > 14));
        Assert.InRange(places.Count(place => place > 14), 3, 6);
    }

    [Fact]
    public async Task Fractions_that_follow_each_other_too_fast_are_not_kept_and_stages_always_are()
    {
        await Work.SubmitAsync(Item);
        var lease = await Lease();
        for (var i = 0; i <= 1000; i++)
        {
            await Scheduler.ProgressAsync(lease.Id, new WorkProgress("download", "linux-image.deb", i / 1000.0));
        }

        await Scheduler.ProgressAsync(lease.Id, new WorkProgress("unpack", "linux-image.deb", 0));
        await Scheduler.CompleteAsync(lease.Id, Done);

        var progress = (await Work.EventsAsync()).OfType<WorkEvent.Progressed>().Select(happened => (happened.Progress.Stage, happened.Progress.Fraction));

        Assert.Equal([("download", 0.0), ("download", 1.0), ("unpack", 0.0)], progress);
    }

    [Fact]
    public async Task Work_under_another_name_is_refused() =>
        Assert.Equal(
            FailureCode.InvalidRequest,
            (await Assert.ThrowsAsync<FarmException>(() => Work.SubmitAsync(Translation("b")))).Failure.Code);

    private async Task Build(WorkResult result) => await Scheduler.CompleteAsync((await Lease()).Id, result);

    private async Task<Lease> Lease() =>
        await Scheduler.LeaseAsync(Worker("w"), Wait).Soon() ?? throw new InvalidOperationException("There is no work.");

    private async Task Lease(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Lease();
        }
    }
}
