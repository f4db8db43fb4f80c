namespace StapFarm.Model.Kernels;

/// <summary>GNU's names of what compilers build for, as Debian's cross compilers and library folders have them.</summary>
public static class GnuNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["arm64"] = "aarch64-linux-gnu",
        ["arm"] = "arm-linux-gnueabihf",
        ["i386"] = "i686-linux-gnu",
        ["powerpc"] = "powerpc64le-linux-gnu",
        ["riscv"] = "riscv64-linux-gnu",
        ["s390"] = "s390x-linux-gnu",
        ["x86_64"] = "x86_64-linux-gnu",
    };

    /// <summary>The name, e.g. <c>aarch64-linux-gnu</c>; null for an architecture that has none here.</summary>
    public static string? Of(Architecture architecture) => Names.GetValueOrDefault(architecture.Name);

    /// <summary>
    /// The compiler that builds for a target on a host, by the name kbuild calls it with: <c>gcc-12</c>, and with the
    /// target's name before it where that is another machine.
    /// </summary>
    public static string Compiler(string name, Architecture host, Architecture target) =>
        host != target && Of(target) is { } prefix ? $"{prefix}-{name}" : name;
}
