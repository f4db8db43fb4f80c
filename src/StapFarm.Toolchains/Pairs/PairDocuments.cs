using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>How pairs and promotions lie in the manifest store.</summary>
internal static class PairDocuments
{
    private const string PairFormat = "pair";
    private const string PromotionFormat = "promotion";
    private const int Version = 1;

    public static ManifestName NameOf(PairName pair) => new(ManifestKind.Pair, pair.ToString());

    public static ManifestName NameOfPromotion(Digest tree) => new(ManifestKind.Promotion, tree.ToString());

    /// <summary>Whether a pair's manifest is of this toolchain.</summary>
    public static bool IsOf(ManifestName name, Digest toolchain) =>
        name.Id.StartsWith($"{toolchain}-", StringComparison.Ordinal);

    public static byte[] Write(PairRecord record) => ManifestDocument.Write(PairFormat, Version, record);

    public static PairRecord ReadPair(ReadOnlyMemory<byte> document) => ManifestDocument.Read<PairRecord>(PairFormat, Version, document);

    public static byte[] Write(Promotion promotion) => ManifestDocument.Write(PromotionFormat, Version, promotion);

    public static Promotion ReadPromotion(ReadOnlyMemory<byte> document) => ManifestDocument.Read<Promotion>(PromotionFormat, Version, document);
}
