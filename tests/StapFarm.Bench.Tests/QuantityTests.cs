using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0.0012, "1.20 ms")]
    [InlineData(0.0215, "21.5 ms")]
    [InlineData(0.9994, "999 ms")]
    [InlineData(0.9996, "1.00 s")]
    [InlineData(9.996, "10.0 s")]
    [InlineData(123.4, "123 s")]
    public void Times_have_three_digits_that_count(double seconds, string text) =>
        Assert.Equal(text, Quantity.Text(seconds, Unit.Seconds));

    [Fact]
    public void Rates_have_three_digits_that_count() =>
        Assert.Equal("12.5 MB/s", Quantity.Text(12.4999, Unit.MegabytesPerSecond));

    [Fact]
    public void A_ratio_below_one_is_shown_as_it_is() =>
        Assert.Equal("0.25 x", Quantity.Ratio(0.25));
}
