using Grpc.Core;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Cli.Tests.Connection;

public sealed class WorkWatcherTests : IAsyncLifetime, IDisposable
{
    private readonly JumpingTimeProvider _time = new();
    private readonly List<long> _seen = [];
    private FakeFarm _farm = null!;
    private FarmClient _client = null!;
    private int _submissions;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _client = new FarmClient(new Uri(_farm.Address));
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_lost_watch_goes_on_with_the_next_event()
    {
        _farm.Work.Then(Samples.Lost, Samples.Progress(1, "a"), Samples.Progress(2, "b"));
        _farm.Work.Then(null, Samples.Progress(3, "c"), Samples.Done(4, new V1.BuildResult()));

        await WatchAsync();

        Assert.Equal([1, 2, 3, 4], _seen);
        Assert.Equal([1, 3], _farm.Work.Requests.Select(request => request.FromSequence));
        Assert.Equal(1, _submissions);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_a_lost_watch_too()
    {
        _farm.Work.Calls.Enqueue(async (stream, context) =>
        {
            await stream.WriteAsync(Samples.Progress(1, "a"));
            context.GetHttpContext().Abort();
        });
        _farm.Work.Then(null, Samples.Done(2, new V1.BuildResult()));

        await WatchAsync();

        // Whether the first event came through before the cut is the network's; none is missing or shown twice.
        Assert.Equal([1, 2], _seen.Count == 2 ? _seen : [1, .. _seen]);
    }

    [Fact]
    public async Task An_event_that_comes_again_is_shown_once()
    {
        _farm.Work.Then(Samples.Lost, Samples.Progress(1, "a"), Samples.Progress(2, "b"));
        _farm.Work.Then(null, Samples.Progress(1, "a"), Samples.Progress(2, "b"), Samples.Done(3, new V1.BuildResult()));

        await WatchAsync();

        Assert.Equal([1, 2, 3], _seen);
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_result_is_watched_again()
    {
        _farm.Work.Then(null, Samples.Progress(1, "a"));
        _farm.Work.Then(null, Samples.Done(2, new V1.BuildResult()));

        await WatchAsync();

        Assert.Equal([1, 2], _farm.Work.Requests.Select(request => request.FromSequence));
    }

    [Fact]
    public async Task Work_that_a_restarted_farm_does_not_know_is_submitted_again_and_watched_from_its_beginning()
    {
        _farm.Work.Then(Samples.Lost, Samples.Progress(1, "a"));
        _farm.Work.Then(new RpcException(new Status(StatusCode.NotFound, "no such work")));
        _farm.Work.Then(null, Samples.Done(1, new V1.BuildResult()));

        await WatchAsync();

        Assert.Equal(2, _submissions);
        Assert.Equal(["work 1", "work 1", "work 2"], _farm.Work.Requests.Select(request => request.WorkId));
        Assert.Equal([1, 2, 1], _farm.Work.Requests.Select(request => request.FromSequence));
    }

    [Fact]
    public async Task A_farm_that_stays_away_is_given_up_with_what_to_do()
    {
        for (var i = 0; i < 100; i++)
        {
            _farm.Work.Then(Samples.Lost);
        }

        var failure = (await Assert.ThrowsAsync<FarmException>(WatchAsync)).Failure;

        Assert.Equal(FailureCode.Unavailable, failure.Code);
        Assert.NotEmpty(failure.Advice);
        Assert.InRange(_time.Paused, Reconnection.Patience, Reconnection.Patience + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_failure_of_the_farm_itself_is_not_tried_again()
    {
        _farm.Work.Then(new RpcException(new Status(StatusCode.Internal, "a defect")));

        await Assert.ThrowsAsync<RpcException>(WatchAsync);

        Assert.Single(_farm.Work.Requests);
    }

    private Task WatchAsync() => new WorkWatcher(_client.Work, _time).DoAsync(
        _ => Task.FromResult(Submission.Of($"work {++_submissions}")),
        happened => _seen.Add(happened.Sequence),
        CancellationToken.None);
}
