using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;

namespace StapFarm.Toolchains.Identity;

/// <summary>Debian's names of architectures against stap's.</summary>
internal static class DebianArchitectures
{
    public static Architecture ToModel(string debian) => debian switch
    {
        "amd64" => Architecture.X86_64,
        "arm64" => Architecture.Arm64,
        "i386" => new Architecture("i386"),
        "armhf" or "armel" => new Architecture("arm"),
        "ppc64el" => new Architecture("powerpc"),
        "s390x" => new Architecture("s390"),
        "riscv64" => new Architecture("riscv"),
        _ => throw new FarmException(
            FailureCode.Unsupported,
            $"stap doesn't build modules on Debian's architecture '{debian}'.",
            "Make the toolchain on amd64 or arm64."),
    };
}
