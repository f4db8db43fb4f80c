using System.Text;
using System.Text.RegularExpressions;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// The sentence by which a kernel introduces itself, as in /proc/version:
/// <c>Linux version RELEASE (WHO@WHERE) (COMPILER) #1 SMP ... DATE</c> (init/version.c).
/// </summary>
/// <param name="Release">What <c>uname -r</c> prints.</param>
/// <param name="Version">What <c>uname -v</c> prints: number of the build, how it was configured, when; for Debian also the package's version.</param>
public sealed partial record KernelBanner(string Release, string Version)
{
    private const int Longest = 1024;

    /// <summary>The release of the compiler that built it, e.g. <c>4.8.5</c>; empty if the banner doesn't say it.</summary>
    public string CompilerRelease { get; init; } = "";

    /// <summary>Reads the banner of a vmlinux, from its symbol <c>linux_banner</c>; null if it has none, as a separate debug file.</summary>
    /// <exception cref="ElfFormatException">The symbol is there, and what it points to is no banner.</exception>
    public static KernelBanner? Read(ElfFile vmlinux)
    {
        if (ElfSymbol.Find(vmlinux, "linux_banner"u8) is not { } symbol || symbol.FileOffset(vmlinux) is not { } offset)
        {
            return null;
        }

        var bytes = new byte[Math.Min(Longest, vmlinux.Source.Length - offset)];
        vmlinux.Source.Read(offset, bytes);
        var end = bytes.AsSpan().IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes.AsSpan(0, end)).TrimEnd('\n');
        return Parse(text) ?? throw new ElfFormatException(vmlinux.Source.Name, "its linux_banner doesn't say \"Linux version ...\"");
    }

    /// <summary>Takes a banner apart, also without its first two words; null if the text is none.</summary>
    public static KernelBanner? Parse(string text)
    {
        const string Opening = "Linux version ";
        if (text.StartsWith(Opening, StringComparison.Ordinal))
        {
            text = text[Opening.Length..];
        }

        var release = text.IndexOf(' ', StringComparison.Ordinal);
        // The compiler's own version may hold parentheses and, in theory, a #; the build number follows a closing one.
        var version = text.IndexOf(") #", StringComparison.Ordinal);
        return release <= 0 || version < release ? null : new KernelBanner(text[..release], text[(version + 2)..].TrimEnd('\n'))
        {
            CompilerRelease = Compiler().Match(text[..version]).Groups["release"].Value,
        };
    }

    // "(gcc version 4.8.5 20150623 (Red Hat 4.8.5-44) (GCC) )" before 5.8, "(gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld ...)" since.
    [GeneratedRegex(@"\((?:gcc version |[^() ]*(?:gcc|clang)[^() ]* (?:\([^()]*(?:\([^()]*\)[^()]*)*\) |version ))(?<release>[0-9]+(?:\.[0-9]+)+)")]
    private static partial Regex Compiler();
}
