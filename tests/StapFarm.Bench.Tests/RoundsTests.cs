using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Tests;

public sealed class RoundsTests
{
    [Fact]
    public async Task Farm_and_plain_take_turns_and_each_goes_first_in_every_second_round()
    {
        var benchmark = new Recording(Fakes.Info(rounds: 3));

        await Rounds.MeasureAsync(benchmark, _ => { }, CancellationToken.None);

        Assert.Equal(["prepare", "farm 0", "plain 0", "plain 1", "farm 1", "farm 2", "plain 2"], benchmark.Calls);
    }

    [Fact]
    public async Task Each_value_is_counted_for_the_side_that_it_is_of()
    {
        var measurement = await Rounds.MeasureAsync(new Recording(Fakes.Info(rounds: 3)), _ => { }, CancellationToken.None);

        Assert.Equal([1.0, 2.0, 3.0], measurement.Farm.Values);
        Assert.Equal([10.0, 20.0, 30.0], measurement.Plain.Values);
    }

    [Fact]
    public async Task Each_round_is_told_with_both_values()
    {
        var said = new List<string>();

        await Rounds.MeasureAsync(new Recording(Fakes.Info(rounds: 2)), said.Add, CancellationToken.None);

        Assert.Equal(["fake: round 1 of 2: farm 1.00 s, plain 10.0 s", "fake: round 2 of 2: farm 2.00 s, plain 20.0 s"], said);
    }

    private sealed class Recording(BenchmarkInfo info) : IBenchmark
    {
        public List<string> Calls { get; } = [];

        public BenchmarkInfo Info => info;

        public Task PrepareAsync(CancellationToken cancellationToken)
        {
            Calls.Add("prepare");
            return Task.CompletedTask;
        }

        public Task<double> FarmAsync(int round, CancellationToken cancellationToken) => Call("farm", round, 1);

        public Task<double> PlainAsync(int round, CancellationToken cancellationToken) => Call("plain", round, 10);

        private Task<double> Call(string side, int round, double factor)
        {
            Calls.Add($"{side} {round}");
            return Task.FromResult((round + 1) * factor);
        }
    }
}
