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

    public static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0.0} s");

    /// <summary>UTC, to the second.</summary>
    public static string Time(long unixMilliseconds) =>
        unixMilliseconds <= 0
            ? "-"
            : DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first twelve digits of a digest.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;
}
