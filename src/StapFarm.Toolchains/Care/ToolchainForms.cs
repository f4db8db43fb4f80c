using StapFarm.Model.Content;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Pairs;

namespace StapFarm.Toolchains.Care;

/// <summary>How this room's manifests are read.</summary>
public static class ToolchainForms
{
    public static IReadOnlyList<ManifestForm> All { get; } =
    [
        new(
            ManifestKind.Toolchain,
            document => [ToolchainDocuments.ReadToolchain(document).Root],
            IsRemade: false,
            "Add the toolchain again: stapfarm toolchain add"),
        new(
            ManifestKind.RuntimeBundle,
            document => [ToolchainDocuments.ReadBundle(document).Content],
            IsRemade: false,
            "Remove the toolchain and add it again (stapfarm toolchain remove, add): modules of it can't be run until then."),
        new(
            ManifestKind.Pair,
            document =>
            {
                PairDocuments.ReadPair(document);
                return [];
            },
            IsRemade: false,
            "What is known of the pair comes again with the next load: stapfarm toolchain qualify"),
        new(
            ManifestKind.Promotion,
            document =>
            {
                PairDocuments.ReadPromotion(document);
                return [];
            },
            IsRemade: false,
            "Promote the kernel's toolchain again: stapfarm toolchain promote"),
    ];
}
