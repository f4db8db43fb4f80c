using System.Globalization;

namespace StapFarm.Model.Options;

/// <summary>
/// The values that options may have. Only what decides about safety, about the key or about what the farm itself does is
/// checked here; everything else is for stap to refuse in its own words.
/// </summary>
internal static class OptionChecks
{
    /// <summary>Longest name that a module can have: the kernel's limit of 56 bytes holds a final zero.</summary>
    private const int LongestModuleName = 55;

    public static string? Pass(ReadOnlyMemory<byte> value) =>
        value.Length == 1 && OptionText.IsNumber(value, 1, 5) ? null : "a pass is a number from 1 to 5.";

    public static string? PassVerbosity(ReadOnlyMemory<byte> value) =>
        value.Length is >= 1 and <= 5 && OptionText.IsNumber(value, 0, 99_999) ? null : "it takes 1 to 5 digits.";

    public static string? ModuleName(ReadOnlyMemory<byte> value) =>
        OptionText.IsName(value) && value.Length <= LongestModuleName
            ? null
            : $"a module's name is 1 to {LongestModuleName} letters, digits and underscores.";

    public static string? Pid(ReadOnlyMemory<byte> value) =>
        OptionText.IsNumber(value, 1, int.MaxValue) ? null : "a process id is a positive number.";

    public static string? Seconds(ReadOnlyMemory<byte> value) =>
        decimal.TryParse(value.Span, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0.001m && seconds <= 2_000_000m
            ? null
            : "a time is a number of seconds, such as 30 or 0.5.";

    public static string? NotEmpty(ReadOnlyMemory<byte> value) => value.IsEmpty ? "it must not be empty." : null;

    public static string? Global(ReadOnlyMemory<byte> value)
    {
        var equals = value.Span.IndexOf((byte)'=');
        return equals > 0 && OptionText.IsName(value[..equals]) && OptionText.IsName(value[(equals + 1)..], ".-")
            ? null
            : "it must be NAME=VALUE; the value has letters, digits, '_', '.' and '-'.";
    }

    public static string? Privilege(ReadOnlyMemory<byte> value) =>
        OptionText.Is(value, "stapdev", "stapsys", "stapusr") ? null : "the levels are stapdev, stapsys and stapusr.";

    public static string? Runtime(ReadOnlyMemory<byte> value) =>
        OptionText.Is(value, "kernel") ? null : "the farm builds kernel modules only.";

    public static string? PrologueSearching(ReadOnlyMemory<byte> value) =>
        OptionText.Is(value, "always", "auto", "never") ? null : "it is always, auto or never.";

    /// <summary>A path would name a file of the toolchain, which must never stand in for one of the target.</summary>
    public static string? KernelObject(ReadOnlyMemory<byte> value) =>
        OptionText.IsName(value, "-")
            ? null
            : "only 'kernel' and modules by their names: the farm doesn't have the target's programs and libraries.";

    /// <summary>
    /// kbuild takes any make variable, and <c>CC=</c> or <c>SHELL=</c> would run what they name; the compiler is the
    /// farm's to choose.
    /// </summary>
    public static string? KbuildFlag(ReadOnlyMemory<byte> value)
    {
        var equals = value.Span.IndexOf((byte)'=');
        return equals > 7 && value.Span.StartsWith("CONFIG_"u8) && OptionText.IsName(value[..equals])
            && (equals + 1 == value.Length || OptionText.IsName(value[(equals + 1)..]))
            ? null
            : "only CONFIG_NAME=VALUE: other make variables change the compiler, which the farm chooses.";
    }

    /// <summary>The value goes into a C string literal, and must not end it.</summary>
    public static string? ModuleInfo(ReadOnlyMemory<byte> value)
    {
        var equals = value.Span.IndexOf((byte)'=');
        return equals > 0 && equals + 1 < value.Length && OptionText.IsName(value[..equals])
            && value.Span.IndexOfAny((byte)'"', (byte)'\\', (byte)'\n') < 0
            ? null
            : "it must be NAME=VALUE, without quotes and backslashes.";
    }
}
