using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Storage.Collection;
using Xunit;

namespace StapFarm.Storage.Tests.Collection;

public sealed class StoreKeeperTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CollectedStore _store = new();
    private readonly Lines _log = new();
    private readonly SemaphoreSlim _looked = new(0);
    private readonly StoreKeeper _keeper;

    public StoreKeeperTests()
    {
        var options = Options.Create(_store.Settings);
        var sessions = new SessionLogCollector(new EmptyShelf(_looked), _store.Uses, options, _store.Time, NullLogger<SessionLogCollector>.Instance);
        _keeper = new(_store.Collector, sessions, options, _store.Time, _log);
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(default);
        _keeper.Dispose();
        _store.Dispose();
        _looked.Dispose();
    }

    [Fact]
    public async Task The_budget_is_kept_as_time_passes()
    {
        await _store.PublishAsync("old", "12345");
        _store.Pass(2 * CollectedStore.Grace);
        await _store.PublishAsync("new", "678");
        _store.Pass(2 * CollectedStore.Grace);
        _store.Settings.ModuleBytes = 4;
        await _keeper.StartAsync(default);

        await TurnAsync();

        Assert.False(await _store.HasAsync("old"));
        Assert.True(await _store.HasAsync("new"));
        Assert.Empty(_log.Said);
    }

    [Fact]
    public async Task A_budget_that_is_too_small_for_what_is_in_use_is_said_once_until_it_gets_worse()
    {
        await _store.PublishAsync("a", "12345");
        _store.Uses.Now.Add(new("session s", [], CollectedStore.Key("a"), null, "s"));
        _store.Pass(2 * CollectedStore.Grace);
        _store.Settings.ModuleBytes = 3;
        await _keeper.StartAsync(default);

        await TurnAsync();
        await TurnAsync();
        var said = Assert.Single(_log.Said);
        Assert.Contains("Farm:Storage:ModuleBytes", said, StringComparison.Ordinal);
        Assert.Contains("by 2 bytes", said, StringComparison.Ordinal);
        Assert.True(await _store.HasAsync("a"));

        await _store.PublishAsync("b", "1");
        await TurnAsync();
        Assert.Equal(2, _log.Said.Count);
    }

    [Fact]
    public async Task A_turn_that_fails_is_said_and_the_next_one_is_taken()
    {
        await _store.PublishAsync("old", "12345");
        _store.Pass(2 * CollectedStore.Grace);
        _store.Settings.ModuleBytes = 0;
        _store.Uses.Unavailable = true;
        await _keeper.StartAsync(default);
        _store.Time.Advance(_store.Settings.CollectionInterval);
        await _log.Spoke.WaitAsync(Patience);
        Assert.True(await _store.HasAsync("old"));

        _store.Uses.Unavailable = false;
        await TurnAsync();

        Assert.False(await _store.HasAsync("old"));
    }

    /// <summary>Lets the interval pass, and returns when the keeper waits for the next.</summary>
    private async Task TurnAsync()
    {
        _store.Time.Advance(_store.Settings.CollectionInterval);
        Assert.True(await _looked.WaitAsync(Patience));
    }

    /// <summary>Sessions are looked at last.</summary>
    private sealed class EmptyShelf(SemaphoreSlim looked) : ISessionLogShelf
    {
        public IEnumerable<ShelvedSession> List()
        {
            looked.Release();
            return [];
        }

        public bool RemoveOlder(string session, DateTimeOffset bound) => false;
    }

    private sealed class Lines : ILogger<StoreKeeper>
    {
        private readonly TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Spoke => _spoke.Task;

        public ConcurrentQueue<string> Said { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Said.Enqueue(formatter(state, exception));
            _spoke.TrySetResult();
        }
    }
}
