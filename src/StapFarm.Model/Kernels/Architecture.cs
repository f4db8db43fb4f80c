using System.Runtime.InteropServices;

namespace StapFarm.Model.Kernels;

/// <summary>
/// A machine architecture under the name that stap uses for it (<c>x86_64</c>, <c>arm64</c>, <c>powerpc</c>, <c>s390</c>,
/// <c>riscv</c>, <c>i386</c>, ...): the machine name of uname(2) normalised as in
/// SystemTap's <c>normalize_machine</c>.
/// </summary>
public readonly record struct Architecture(string Name)
{
    public static Architecture X86_64 { get; } = new("x86_64");

    public static Architecture Arm64 { get; } = new("arm64");

    /// <summary>That of the machine this process runs on.</summary>
    public static Architecture OfThisMachine { get; } = FromMachine(RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.X86 => "i686",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        System.Runtime.InteropServices.Architecture.Arm => "armv7l",
        var other => other.ToString().ToLowerInvariant(),
    });

    /// <summary>Normalises what <c>uname -m</c> prints.</summary>
    public static Architecture FromMachine(string machine) => new(machine switch
    {
        "i486" or "i586" or "i686" => "i386",
        "aarch64" => "arm64",
        "s390x" => "s390",
        "riscv64" => "riscv",
        "sun4u" => "sparc64",
        _ when machine.StartsWith("ppc", StringComparison.Ordinal) => "powerpc",
        _ when machine.StartsWith("mips", StringComparison.Ordinal) => "mips",
        _ when machine.StartsWith("arm", StringComparison.Ordinal) && machine != "arm64" => "arm",
        _ => machine,
    });

    public override string ToString() => Name;
}
