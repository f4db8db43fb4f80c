namespace StapFarm.Storage.Collection;

/// <summary>What to collect besides the blobs that nothing refers to.</summary>
/// <param name="OlderThan">Modules that weren't used for so long; null for none by their age.</param>
/// <param name="KeepModuleBytes">Modules beyond so many bytes; null for none by their size.</param>
/// <param name="KeepBlobBytes">Modules as long as all blobs have more than so many bytes.</param>
/// <param name="DryRun">Only say what would be removed.</param>
public sealed record CollectionRequest(TimeSpan? OlderThan, long? KeepModuleBytes, long? KeepBlobBytes, bool DryRun);
