namespace StapFarm.Toolchains.Roots;

/// <summary>What a build runs or reads in a root.</summary>
/// <param name="What">Its name for people.</param>
/// <param name="Path">Where it has to be.</param>
/// <param name="Debian">The package of Debian and its kin that has it.</param>
/// <param name="Rpm">The package of CentOS, RHEL and Fedora.</param>
internal sealed record RootNeed(string What, string Path, string Debian, string Rpm)
{
    public const string Stap = "/usr/bin/stap";

    /// <summary>All that can be told by looking; compilers and the runtime bundle apart.</summary>
    public static IReadOnlyList<RootNeed> All { get; } =
    [
        new("stap", Stap, "systemtap", "systemtap-devel"),
        new("stap's runtime", "/usr/share/systemtap/runtime/runtime.h", "systemtap-common", "systemtap-devel"),
        new("stap's tapsets", "/usr/share/systemtap/tapset/logging.stp", "systemtap-common", "systemtap-client"),
        new("make", "/usr/bin/make", "make", "make"),
        new("ld", "/usr/bin/ld", "binutils", "binutils"),
        new("as", "/usr/bin/as", "binutils", "binutils"),
        new("a shell", "/bin/sh", "dash", "bash"),
        new("awk", "/usr/bin/awk", "mawk", "gawk"),
        new("sed", "/bin/sed", "sed", "sed"),
        new("grep", "/bin/grep", "grep", "grep"),
        new("cat and the other core programs", "/bin/cat", "coreutils", "coreutils"),
    ];

    public string Describe() => $"{What} ({Path}): install {Debian} (Debian) or {Rpm} (CentOS, RHEL, Fedora)";
}
