using System.Globalization;

namespace StapFarm.Model.Toolchains;

/// <summary>Names and releases of C compilers: <c>gcc-12</c> is of the family <c>gcc</c> and says its release, <c>gcc</c> is plain.</summary>
public static class CompilerRelease
{
    /// <summary>
    /// The part of a release in which compilers differ: <c>12</c> of 12.2.0, but <c>4.8</c> of 4.8.5, as before gcc 5 the second
    /// number counted. Empty when it isn't known.
    /// </summary>
    public static string Major(string release)
    {
        var numbers = release.Split('.');
        return numbers[0] is "2" or "3" or "4" && numbers.Length > 1 ? $"{numbers[0]}.{numbers[1]}" : numbers[0];
    }

    /// <summary>What is before a release in a compiler's name.</summary>
    public static string Family(string name) => InName(name) is { Length: > 0 } release ? name[..^(release.Length + 1)] : name;

    /// <summary>The release behind the last hyphen of a name; empty in a plain one.</summary>
    public static string InName(string name) =>
        name.LastIndexOf('-') is > 0 and var hyphen && IsRelease(name[(hyphen + 1)..]) ? name[(hyphen + 1)..] : "";

    public static bool IsPlain(string name) => InName(name).Length == 0;

    /// <summary>For comparing releases; 0 when it isn't known.</summary>
    internal static decimal Number(string release) =>
        decimal.TryParse(Major(release), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool IsRelease(string text) => text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c == '.');
}
