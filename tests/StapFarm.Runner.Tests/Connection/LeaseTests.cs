using Microsoft.Extensions.Time.Testing;
using StapFarm.Runner.Connection;

namespace StapFarm.Runner.Tests.Connection;

public sealed class LeaseTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lease _lease;
    private int _lost;

    public LeaseTests() => _lease = new Lease(TimeSpan.FromSeconds(60), _time, () => _lost++);

    [Fact]
    public void It_is_lost_when_the_farm_is_away_for_as_long_as_it_said()
    {
        _lease.Connected(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromMinutes(5));
        _lease.Disconnected();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _lost);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, _lost);
    }

    [Fact]
    public void Failed_tries_to_come_back_do_not_prolong_it()
    {
        _lease.Connected(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            _lease.Disconnected();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _lost);
    }

    [Fact]
    public void Coming_back_in_time_keeps_it()
    {
        _lease.Connected(TimeSpan.FromSeconds(10));
        _lease.Disconnected();
        _time.Advance(TimeSpan.FromSeconds(9));
        _lease.Connected(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, _lost);
    }

    public void Dispose() => _lease.Dispose();
}
