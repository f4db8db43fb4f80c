using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Runs;
using StapFarm.Storage.Collection;
using StapFarm.Storage.Sessions;
using Xunit;

namespace StapFarm.Storage.Tests.Collection;

public sealed class SessionLogCollectorTests : IDisposable
{
    private const int Line = 100;

    private readonly StoreFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeUses _uses = new();
    private readonly CollectionOptions _options = new() { SessionsKeptFor = TimeSpan.FromDays(30), SessionBytes = null };
    private readonly FileSessionLogStore _logs;
    private readonly SessionLogCollector _collector;

    public SessionLogCollectorTests()
    {
        _logs = new(_folder.Options);
        _collector = new(new FileSessionLogShelf(_folder.Options), _uses, Options.Create(_options), _time, NullLogger<SessionLogCollector>.Instance);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_is_kept_for_its_time_and_no_longer()
    {
        await AppendAsync("old", daysAgo: 31);
        await AppendAsync("young", daysAgo: 29);

        var report = await _collector.CollectAsync(dryRun: false, default);

        Assert.Equal((1, 0), (report.Removed, report.Excess));
        Assert.Empty(await _logs.ReadAsync("old", 1, 1000, default));
        Assert.Single(await _logs.ReadAsync("young", 1, 1000, default));
    }

    [Fact]
    public async Task The_oldest_output_goes_until_the_rest_is_within_its_bound()
    {
        await AppendAsync("oldest", daysAgo: 3);
        await AppendAsync("old", daysAgo: 2);
        var size = await AppendAsync("young", daysAgo: 1);
        _options.SessionBytes = 2 * size;

        var report = await _collector.CollectAsync(dryRun: false, default);

        Assert.Equal((1, size, 2 * size, 0), (report.Removed, report.Bytes, report.BytesLeft, report.Excess));
        Assert.Empty(await _logs.ReadAsync("oldest", 1, 1000, default));
    }

    [Fact]
    public async Task The_output_of_a_session_that_goes_on_stays_however_long_it_was_silent()
    {
        await AppendAsync("silent", daysAgo: 400);
        _uses.Now.Add(new("session silent", [], null, null, "silent"));
        _options.SessionBytes = 0;

        var report = await _collector.CollectAsync(dryRun: false, default);

        Assert.Equal(0, report.Removed);
        Assert.Equal(report.BytesLeft, report.Excess);
        Assert.Single(await _logs.ReadAsync("silent", 1, 1000, default));
    }

    [Fact]
    public async Task Output_that_came_just_now_stays_for_those_who_still_read_it()
    {
        await AppendAsync("ended", daysAgo: 0);
        _options.SessionBytes = 0;

        Assert.Equal(0, (await _collector.CollectAsync(dryRun: false, default)).Removed);
    }

    [Fact]
    public async Task A_dry_run_removes_nothing()
    {
        await AppendAsync("old", daysAgo: 31);

        Assert.Equal(1, (await _collector.CollectAsync(dryRun: true, default)).Removed);
        Assert.Single(await _logs.ReadAsync("old", 1, 1000, default));
    }

    private async Task<long> AppendAsync(string session, int daysAgo)
    {
        await _logs.AppendAsync(session, [new OutputChunk(1, OutputChannel.Stdout, new byte[Line])], default);
        var file = new FileInfo(Path.Combine(_folder.Root, "sessions", $"{session}.log")) { LastWriteTimeUtc = _time.GetUtcNow().UtcDateTime.AddDays(-daysAgo) };
        return file.Length;
    }
}
