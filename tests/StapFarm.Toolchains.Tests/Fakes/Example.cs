using System.Text;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>Toolchains and kernel trees that exist on paper.</summary>
internal static class Example
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static Toolchain Toolchain(string name, string release) => new(
        Digest.Of(Encoding.UTF8.GetBytes(name + release)),
        name,
        release,
        Architecture.X86_64,
        [Architecture.X86_64],
        ["gcc-12", "gcc-14"],
        [],
        new BlobRef(Digest.Of("root"u8), 4, MediaTypes.ToolchainRoot),
        Start);

    public static KernelTree Tree(string release, string compiler) => new(
        Digest.Of(Encoding.UTF8.GetBytes(release)),
        new KernelIdentity(Architecture.X86_64, release, "#1 SMP", "0123456789abcdef"),
        compiler,
        HasDebugInfo: true,
        "Debian",
        [],
        1,
        Start);
}
