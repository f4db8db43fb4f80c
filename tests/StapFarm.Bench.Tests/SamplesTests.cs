using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Tests;

public sealed class SamplesTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7.0)]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 2.5)]
    public void The_median_is_the_value_in_the_middle_in_whatever_order_they_came(double[] values, double median) =>
        Assert.Equal(median, new Samples(values).Median);

    [Fact]
    public void One_outlier_moves_the_spread_and_not_the_median()
    {
        var samples = new Samples([1.0, 900.0, 1.2, 1.1, 1.3]);

        Assert.Equal((1.0, 1.2, 900.0), (samples.Min, samples.Median, samples.Max));
    }

    [Fact]
    public void The_values_stay_in_the_order_in_which_they_were_taken() =>
        Assert.Equal([3.0, 1.0, 2.0], new Samples([3.0, 1.0, 2.0]).Values);

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0, 0.0 })]
    [InlineData(new[] { -1.0 })]
    [InlineData(new[] { double.NaN })]
    [InlineData(new[] { double.PositiveInfinity })]
    public void What_can_not_have_been_measured_is_refused(double[] values) =>
        Assert.Throws<ArgumentException>(() => new Samples(values));
}
