namespace StapFarm.Storage.Collection;

/// <summary>What a collection did, or would do.</summary>
/// <param name="Modules">The removed modules and listings, those that were unused for longest first.</param>
/// <param name="Blobs">The removed blobs by media type, the contents of those modules among them.</param>
/// <param name="ModulesLeft">How many modules and listings there are now.</param>
/// <param name="ModuleBytesLeft">Their bytes; one content of several counts once.</param>
/// <param name="BlobBytesLeft">Bytes of all blobs.</param>
/// <param name="InUse">Modules that would have gone but are run or built.</param>
/// <param name="Recent">Modules that would have gone but were used within the grace time.</param>
/// <param name="Excess">Bytes by which a bound couldn't be kept; 0 when it was.</param>
public sealed record CollectionReport(
    IReadOnlyList<StoredModule> Modules,
    IReadOnlyList<CollectedBlobs> Blobs,
    int ModulesLeft,
    long ModuleBytesLeft,
    long BlobBytesLeft,
    int InUse,
    int Recent,
    long Excess)
{
    /// <summary>Bytes of all removed blobs.</summary>
    public long Bytes => Blobs.Sum(blobs => blobs.Bytes);
}
