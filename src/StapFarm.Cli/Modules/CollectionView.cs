namespace StapFarm.Cli.Modules;

/// <summary>What a collection did, as JSON shows it.</summary>
/// <param name="DryRun">Whether it only says what would go.</param>
/// <param name="KeptInUse">Modules that would have gone, but are run or built.</param>
/// <param name="KeptRecent">Modules that would have gone, but were used just now.</param>
/// <param name="ExcessBytes">By which what was to be kept couldn't be.</param>
internal sealed record CollectionView(
    bool DryRun,
    IReadOnlyList<CollectedModuleView> Modules,
    IReadOnlyList<CollectedBlobsView> Blobs,
    long ModulesLeft,
    long ModuleBytesLeft,
    long BlobBytesLeft,
    long KeptInUse,
    long KeptRecent,
    long ExcessBytes)
{
    public static CollectionView Of(V1.CollectReport report, bool dryRun) => new(
        dryRun,
        [.. report.Modules.Select(module => new CollectedModuleView(module.ModuleKey, module.ModuleName, module.Size, DateTimeOffset.FromUnixTimeMilliseconds(module.LastUsedUnixMs)))],
        [.. report.Blobs.Select(blobs => new CollectedBlobsView(blobs.MediaType, blobs.Count, blobs.Bytes))],
        report.ModulesLeft,
        report.ModuleBytesLeft,
        report.BlobBytesLeft,
        report.InUse,
        report.Recent,
        report.Excess);
}
