using System.Text;
using StapFarm.Cluster.Scheduling.Attempts;
using StapFarm.Cluster.Tests.Farm;
using StapFarm.Cluster.Work;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests;

/// <summary>What is kept of attempts, and what happens when it can't be.</summary>
public sealed class AttemptTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly WorkItem Item = Translation("a");
    private static readonly ManifestName Record = new(ManifestKind.Attempts, Item.Name);

    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task An_attempt_is_recorded_before_its_lease_is_given()
    {
        var writing = new TaskCompletionSource();
        using var mayWrite = new ManualResetEventSlim();
        _farm.Manifests.OnPut = _ =>
        {
            writing.SetResult();
            mayWrite.Wait();
        };
        await _farm.Scheduler.EnqueueAsync(Item);
        var lease = _farm.Scheduler.LeaseAsync(Worker("w"), Wait);
        await writing.Task.Soon();

        // The store holds up its caller's thread; the scheduler answers all the same.
        Assert.Equal(0, (await _farm.Scheduler.StatusAsync().Soon()).Leased);
        Assert.False(lease.IsCompleted);

        mayWrite.Set();
        Assert.Equal(1, (await lease.Soon())!.Attempt);
        var document = Encoding.UTF8.GetString(_farm.Manifests.Documents[Record].Span);
        Assert.Contains("\"format\": \"attempts\"", document, StringComparison.Ordinal);
        Assert.Contains("\"worker\": \"w\"", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_goes_while_its_attempt_is_recorded_gets_no_lease_and_no_attempt_is_counted()
    {
        var writing = new TaskCompletionSource();
        using var mayWrite = new ManualResetEventSlim();
        _farm.Manifests.OnPut = _ =>
        {
            writing.TrySetResult();
            mayWrite.Wait();
        };
        await _farm.Scheduler.EnqueueAsync(Item);
        var lease = _farm.Scheduler.LeaseAsync(Worker("w"), Wait);
        await writing.Task.Soon();
        await _farm.Scheduler.WorkerGoneAsync("w-1");
        mayWrite.Set();

        Assert.Null(await lease.Soon());
        Assert.Equal(1, (await _farm.Scheduler.LeaseAsync(Worker("w2"), Wait).Soon())!.Attempt);
    }

    [Fact]
    public async Task The_record_is_cleared_when_the_work_has_ended()
    {
        await _farm.Work(Item).SubmitAsync(Item);
        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait);
        await _farm.Scheduler.CompleteAsync(lease!.Id, Done);

        Assert.Empty(_farm.Manifests.Documents);
    }

    [Fact]
    public async Task Attempts_that_an_earlier_farm_recorded_count()
    {
        await WriteAsync(new Attempt(1, "w1", Now, "it was killed"), new Attempt(2, "w2", Now, null));
        await _farm.Work(Item).SubmitAsync(Item);
        Assert.Equal(3, (await _farm.Scheduler.LeaseAsync(Worker("w3"), Wait).Soon())!.Attempt);
        await _farm.Scheduler.WorkerGoneAsync("w3-1");

        var failure = await FailureAsync();

        Assert.Equal(FailureCode.WorkerLost, failure.Code);
        Assert.Contains("attempt 2 on worker w2: the farm stopped meanwhile", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_whose_attempts_were_used_up_before_fails_without_a_lease_and_the_worker_gets_the_next()
    {
        await WriteAsync(new(1, "w", Now, null), new(2, "w", Now, null), new(3, "w", Now, null));
        await _farm.Work(Item).SubmitAsync(Item);
        await _farm.Scheduler.EnqueueAsync(Translation("b"));

        var lease = await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon();

        Assert.Equal(Translation("b"), lease!.Item);
        Assert.Equal(FailureCode.WorkerLost, (await FailureAsync()).Code);
    }

    [Fact]
    public async Task Attempts_of_long_ago_do_not_count()
    {
        await WriteAsync(new Attempt(1, "w", Now.AddHours(-2), null), new Attempt(2, "w", Now.AddMinutes(-2), null));
        await _farm.Scheduler.EnqueueAsync(Item);

        Assert.Equal(2, (await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon())!.Attempt);
    }

    [Fact]
    public async Task A_record_of_an_unknown_version_ends_the_work_with_its_name_and_holds_up_nothing_else()
    {
        _farm.Manifests.Documents[Record] = ManifestDocument.Write("attempts", 7, new { });
        await _farm.Work(Item).SubmitAsync(Item);
        await _farm.Scheduler.EnqueueAsync(Translation("b"));

        Assert.Equal(Translation("b"), (await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon())!.Item);
        var failure = await FailureAsync();
        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_nothing_is_leased_and_the_work_stays_queued_until_there_is_one()
    {
        _farm.Manifests.OnPut = _ => throw new IOException("The disk is gone.");
        await _farm.Scheduler.EnqueueAsync(Item);

        var refusal = await Assert.ThrowsAsync<FarmException>(() => _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon());

        Assert.Equal(FailureCode.Unavailable, refusal.Failure.Code);
        Assert.Contains("The disk is gone.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await _farm.Scheduler.StatusAsync()).Queued);
        _farm.Manifests.OnPut = null;
        Assert.Equal(1, (await _farm.Scheduler.LeaseAsync(Worker("w"), Wait).Soon())!.Attempt);
    }

    [Fact]
    public async Task A_store_without_room_for_the_record_fails_the_work_and_not_the_worker()
    {
        _farm.Manifests.OnPut = _ => throw new FarmException(FailureCode.StoreFull, "The disk at /there is full.");
        await _farm.Work(Item).SubmitAsync(Item);
        var lease = _farm.Scheduler.LeaseAsync(Worker("w"), Wait);
        Assert.Contains("/there", (await FailureAsync()).Message, StringComparison.Ordinal);

        _farm.Manifests.OnPut = null;
        await _farm.Work(Item).SubmitAsync(Item);

        var given = (await lease.Soon())!;
        Assert.Equal((Item, 1), (given.Item, given.Attempt));
    }

    private Task WriteAsync(params Attempt[] attempts) =>
        new ManifestAttemptLog(_farm.Manifests).WriteAsync(Item.Name, attempts, CancellationToken.None);

    private async Task<FarmFailure> FailureAsync() =>
        (await _farm.Work(Item).EventsAsync()).OfType<WorkEvent.Ended>().Single().Result.Failure!;
}
