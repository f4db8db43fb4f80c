using StapFarm.Model.Kernels;

namespace StapFarm.Toolchains.Making;

/// <summary>An architecture, not its own, that a Debian root can build modules for.</summary>
/// <param name="DebianName">Debian's name of it.</param>
internal sealed record CrossTarget(Architecture Architecture, string DebianName)
{
    public static IReadOnlyList<CrossTarget> All { get; } = [new(Architecture.Arm64, "arm64"), new(Architecture.X86_64, "amd64")];

    /// <summary>The package of a cross compiler: names of packages can't have a _.</summary>
    public string PackageOf(string compiler) => $"{compiler}-{GnuNames.Of(Architecture)!.Replace('_', '-')}";

    /// <summary>By stap's, Debian's or the kernel's name.</summary>
    public static CrossTarget? Find(string name) =>
        All.FirstOrDefault(target => target.Architecture == Architecture.FromMachine(name) || target.DebianName == name);
}
