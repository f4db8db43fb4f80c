namespace StapFarm.Storage.Collection;

public sealed record CollectedBlobs(string MediaType, int Count, long Bytes);
