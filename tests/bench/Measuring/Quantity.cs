using System.Globalization;

namespace StapFarm.Bench.Measuring;

/// <summary>Numbers as people read them, with three digits that count.</summary>
internal static class Quantity
{
    public static string Text(double value, Unit unit) => unit switch
    {
        Unit.Seconds when value < 0.9995 => $"{Digits(value * 1000)} ms",
        Unit.Seconds => $"{Digits(value)} s",
        _ => $"{Digits(value)} MB/s",
    };

    public static string Ratio(double value) => $"{Digits(value)} x";

    private static string Digits(double value)
    {
        var decimals = value switch
        {
            >= 99.95 => "0",
            >= 9.995 => "0.0",
            _ => "0.00",
        };
        return value.ToString(decimals, CultureInfo.InvariantCulture);
    }
}
