using System.Globalization;

namespace StapFarm.Cli.Display;

/// <summary>Sizes and times for people.</summary>
internal static class Human
{
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary>In the largest unit that it is a whole number of: <c>7 d</c>, <c>36 h</c>, <c>90 min</c>, <c>45 s</c>.</summary>
    public static string Duration(TimeSpan time) => time.Ticks switch
    {
        > 0 and var ticks when ticks % TimeSpan.TicksPerDay == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerDay} d"),
        > 0 and var ticks when ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerHour} h"),
        > 0 and var ticks when ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerMinute} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
    };

    public static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0.0} s");

    /// <summary>UTC, to the second.</summary>
    public static string Time(long unixMilliseconds) =>
        unixMilliseconds <= 0
            ? "-"
            : DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first twelve digits of a digest.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;
}
