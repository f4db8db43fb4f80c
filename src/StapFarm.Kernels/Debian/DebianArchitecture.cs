using System.Runtime.InteropServices;

namespace StapFarm.Kernels.Debian;

/// <summary>Debian's names of architectures (dpkg-architecture(1)).</summary>
internal static class DebianArchitecture
{
    /// <summary>That of packages for every architecture.</summary>
    public const string All = "all";

    /// <summary>That of this machine: of the programs that a kernel's build runs, whatever it builds for.</summary>
    public static string OfThisMachine { get; } = Of(RuntimeInformation.OSArchitecture);

    public static string Of(Architecture machine) => machine switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "i386",
        Architecture.Arm64 => "arm64",
        Architecture.Arm => "armhf",
        Architecture.Ppc64le => "ppc64el",
        var other => other.ToString().ToLowerInvariant(),
    };
}
