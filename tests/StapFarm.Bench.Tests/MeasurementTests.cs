using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Tests;

public sealed class MeasurementTests
{
    [Fact]
    public void A_farm_that_takes_half_the_time_is_twice_as_good() =>
        Assert.Equal(2.0, Fakes.Measurement(Unit.Seconds, farm: 1.5, plain: 3.0).Ratio);

    [Fact]
    public void A_farm_that_carries_half_the_bytes_is_half_as_good() =>
        Assert.Equal(0.5, Fakes.Measurement(Unit.MegabytesPerSecond, farm: 1.5, plain: 3.0).Ratio);

    [Fact]
    public void The_ratio_is_that_of_the_medians()
    {
        var measurement = new Measurement(Fakes.Info(), new Samples([1.0, 50.0, 1.0]), new Samples([10.0, 10.0, 900.0]));

        Assert.Equal(10.0, measurement.Ratio);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.01, false)]
    public void An_expectation_is_met_from_exactly_its_ratio_on(double farm, bool met) =>
        Assert.Equal(met, Fakes.Measurement(Unit.Seconds, farm, plain: 10.0, expected: 10).Met);

    [Fact]
    public void Where_nothing_is_expected_nothing_is_missed() =>
        Assert.Null(Fakes.Measurement(Unit.Seconds, 10, 1).Met);
}
