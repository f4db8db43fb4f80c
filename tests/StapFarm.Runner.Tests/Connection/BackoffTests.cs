using Microsoft.Extensions.Time.Testing;
using StapFarm.Runner.Connection;

namespace StapFarm.Runner.Tests.Connection;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 1.0)]
    public void Waits_double_up_to_a_bound_and_vary_by_half(double random, double share)
    {
        var backoff = new Backoff(TimeProvider.System, () => random);
        var expected = Backoff.First;
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(expected * share, backoff.Next());
            expected = expected * 2 < Backoff.Longest ? expected * 2 : Backoff.Longest;
        }
    }

    [Fact]
    public void After_a_success_waits_begin_anew()
    {
        var backoff = new Backoff(TimeProvider.System, () => 1);
        backoff.Next();
        backoff.Next();
        backoff.Reset();

        Assert.Equal(Backoff.First, backoff.Next());
    }

    [Fact]
    public async Task It_waits_by_the_given_clock()
    {
        var time = new FakeTimeProvider();
        var waiting = new Backoff(time, () => 1).WaitAsync(default);
        Assert.False(waiting.IsCompleted);

        time.Advance(Backoff.First);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
