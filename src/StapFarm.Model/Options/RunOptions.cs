using System.Globalization;
using StapFarm.Model.Builds;
using StapFarm.Model.Runs;

namespace StapFarm.Model.Options;

/// <summary>The options that only matter when a module runs.</summary>
public static class RunOptions
{
    private static readonly string[] Honoured = ["-c", "-x", "-G", "-T", "-o"];

    /// <summary>The file that <c>-o</c> names for the script's output; null without.</summary>
    public static ReadOnlyMemory<byte>? OutputFile(IReadOnlyList<StapOption> options) => Last(options, "-o");

    /// <summary>Names of options that a session of the farm can't honour yet, such as <c>-F</c>.</summary>
    public static IReadOnlyList<string> NotHonoured(IReadOnlyList<StapOption> options) =>
        [.. options.Select(option => option.Name).Except(Honoured).Distinct()];

    public static SessionOptions ToSession(IReadOnlyList<StapOption> options) => new(
        Last(options, "-c"),
        Last(options, "-x") is { } pid ? int.Parse(pid.Span, NumberStyles.None, CultureInfo.InvariantCulture) : null,
        [.. options.Where(option => option.Name == "-G").Select(option => option.Value!.Value)],
        Last(options, "-T") is { } seconds
            ? TimeSpan.FromSeconds((double)decimal.Parse(seconds.Span, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
            : null,
        OutputLimit: null);

    private static ReadOnlyMemory<byte>? Last(IReadOnlyList<StapOption> options, string name) =>
        options.LastOrDefault(option => option.Name == name)?.Value;
}
