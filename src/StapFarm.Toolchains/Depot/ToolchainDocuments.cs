using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Depot;

/// <summary>How toolchains and their runtime bundles lie in the manifest store.</summary>
internal static class ToolchainDocuments
{
    private const string ToolchainFormat = "toolchain";
    private const string BundleFormat = "runtime-bundle";
    private const int Version = 1;

    public static ManifestName NameOf(Digest toolchain) => new(ManifestKind.Toolchain, toolchain.ToString());

    public static ManifestName NameOfBundle(Digest toolchain, Architecture architecture) =>
        new(ManifestKind.RuntimeBundle, $"{toolchain}-{architecture}");

    public static byte[] Write(Toolchain toolchain) => ManifestDocument.Write(ToolchainFormat, Version, toolchain);

    public static Toolchain ReadToolchain(ReadOnlyMemory<byte> document) => ManifestDocument.Read<Toolchain>(ToolchainFormat, Version, document);

    public static byte[] Write(RuntimeBundle bundle) => ManifestDocument.Write(BundleFormat, Version, bundle);

    public static RuntimeBundle ReadBundle(ReadOnlyMemory<byte> document) => ManifestDocument.Read<RuntimeBundle>(BundleFormat, Version, document);
}
