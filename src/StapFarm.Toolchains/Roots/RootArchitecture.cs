using System.Runtime.InteropServices;
using StapFarm.Model.Failures;
using StapFarm.Toolchains.Bundles;
using Architecture = StapFarm.Model.Kernels.Architecture;

namespace StapFarm.Toolchains.Roots;

/// <summary>Which machine a root's programs run on.</summary>
internal static class RootArchitecture
{
    /// <summary>Of this machine.</summary>
    public static Architecture Here { get; } = Architecture.FromMachine(RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        var other => other.ToString().ToLowerInvariant(),
    });

    /// <exception cref="FarmException"><c>Unsupported</c>: stap isn't a program, or not one of this machine.</exception>
    public static Architecture DemandHere(string root)
    {
        var stap = RootPath.FindFile(root, RootNeed.Stap)!;
        var found = Read(stap);
        return found == Here ? found : throw OtherThanHere(found);
    }

    public static FarmException OtherThanHere(Architecture found) =>
        new(FailureCode.Unsupported, $"The programs of the root are for {found}, and this worker is {Here}.", $"Give a root for {Here}, or add it on a farm whose workers are {found}.");

    private static Architecture Read(string stap)
    {
        try
        {
            // ELF machine numbers: elf.h.
            return ElfImage.Read(File.ReadAllBytes(stap)).Machine switch
            {
                62 => Architecture.X86_64,
                183 => Architecture.Arm64,
                21 => new Architecture("powerpc"),
                22 => new Architecture("s390"),
                243 => new Architecture("riscv"),
                var machine => new Architecture($"ELF machine {machine}"),
            };
        }
        catch (InvalidDataException exception)
        {
            throw new FarmException(FailureCode.Unsupported, $"The root's {RootNeed.Stap} is no program of this machine ({Here}). {exception.Message}", $"Give a root for {Here} with the distribution's own stap.", exception);
        }
    }
}
