using StapFarm.CompileServer.Leasing;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Workers;

public sealed class WorkerTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_worker_that_is_killed_in_the_middle_of_a_build_costs_only_another_attempt()
    {
        using var doomed = await HandWorker.ConnectAsync(_farm, "doomed");
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        var watching = _farm.Work.EventsAsync(submitted.WorkId);
        await doomed.LeasedAsync();
        doomed.Kill();
        await _farm.StartWorkerAsync("worker-2");
        var events = await watching;

        Assert.NotNull(events[^1].Done?.Build);
        Assert.Equal([("doomed", 1), ("worker-2", 2)], events.Where(@event => @event.Started is not null).Select(@event => (@event.Started.Worker, @event.Started.Attempt)));
    }

    [Fact]
    public async Task A_build_that_kills_every_worker_fails_in_the_end_and_says_so()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        var watching = _farm.Work.EventsAsync(submitted.WorkId);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            using var doomed = await HandWorker.ConnectAsync(_farm, $"doomed-{attempt}");
            await doomed.LeasedAsync();
            doomed.Kill();
        }

        Assert.Equal((int)FailureCode.WorkerLost, (await watching)[^1].Failed.Code);
    }

    [Fact]
    public async Task A_hit_needs_no_worker()
    {
        var worker = await _farm.StartWorkerAsync("worker-1");
        await _farm.BuildAsync(Samples.Build("probe begin {}"));
        await worker.StopAsync();

        Assert.Equal(0, (await _farm.Status.StatusAsync(new())).Workers);
        Assert.NotNull((await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"))).Cached);
    }

    [Fact]
    public async Task A_worker_that_is_told_to_end_finishes_what_it_has_and_reports_it()
    {
        var worker = await _farm.StartWorkerAsync("worker-1");
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("wait\n"));
        await _farm.Translator.BeganAsync();
        var stopping = worker.StopAsync();
        var later = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        _farm.Translator.Open();
        await stopping;
        var events = await _farm.Work.EventsAsync(submitted.WorkId);

        Assert.NotNull(events[^1].Done);
        Assert.Single(events, @event => @event.Started is not null);
        await _farm.StartWorkerAsync("worker-2");
        Assert.NotNull((await _farm.Work.EventsAsync(later.WorkId))[^1].Done);
    }

    [Fact]
    public async Task A_worker_that_cant_finish_in_time_gives_its_work_back()
    {
        await using var farm = await TestFarm.StartAsync(null, "--Farm:Worker:DrainTimeout=00:00:00");
        var worker = await farm.StartWorkerAsync("worker-1");
        var submitted = await farm.Builds.SubmitAsync(Samples.Build("wait\n"));
        await farm.Translator.BeganAsync();
        await worker.StopAsync();
        await farm.StartWorkerAsync("worker-2");
        farm.Translator.Open();
        var events = await farm.Work.EventsAsync(submitted.WorkId);

        Assert.NotNull(events[^1].Done);
        Assert.Equal(["worker-1", "worker-2"], events.Where(@event => @event.Started is not null).Select(@event => @event.Started.Worker));
    }

    [Fact]
    public async Task A_worker_gets_no_more_leases_than_it_has_slots()
    {
        using var worker = await HandWorker.ConnectAsync(_farm, "narrow", slots: 1);
        var first = await _farm.Builds.SubmitAsync(Samples.Build("one"));
        var second = await _farm.Builds.SubmitAsync(Samples.Build("two"));
        var lease = await worker.LeasedAsync();

        Assert.Equal(1, (await _farm.Status.StatusAsync(new())).Queued);

        await worker.CompleteAsync(lease, new Failure("first").Proto);
        var next = await worker.LeasedAsync();

        Assert.NotEqual(lease.Translate.ModuleKey, next.Translate.ModuleKey);
        Assert.Equal([first.ModuleKey, second.ModuleKey], new[] { lease, next }.Select(granted => granted.Translate.ModuleKey));
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_revoked_when_its_worker_renews_it()
    {
        await using var farm = await TestFarm.StartAsync(null, "--Farm:Scheduler:LeaseDuration=00:00:01");
        using var silent = await HandWorker.ConnectAsync(farm, "silent", slots: 1);
        var submitted = await farm.Builds.SubmitAsync(Samples.Build("one"));
        var lease = await silent.LeasedAsync();
        var watching = farm.Work.EventsAsync(submitted.WorkId);
        await farm.StartWorkerAsync("worker-2");
        var events = await watching;
        await silent.RenewAsync();

        Assert.NotNull(events[^1].Done);
        Assert.Equal(lease.LeaseId, (await silent.RevokedAsync()).LeaseId);
    }

    [Fact]
    public async Task A_worker_of_another_version_is_refused_by_name()
    {
        using var call = _farm.Workers.Lease();
        await call.RequestStream.WriteAsync(new() { Offer = new() { ProtocolVersion = 99, WorkerName = "w", Incarnation = "i" } });

        var failure = await FarmAssert.FailsAsync(FailureCode.UnknownVersion, () => call.ResponseStream.MoveNext(default));

        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, WorkItemMapping.ProtocolVersion);
    }

    private sealed record Failure(string Message)
    {
        public V1.Failure Proto => new() { Code = (int)FailureCode.Unsupported, Message = Message };
    }
}
