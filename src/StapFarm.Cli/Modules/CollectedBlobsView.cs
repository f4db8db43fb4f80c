namespace StapFarm.Cli.Modules;

/// <summary>Removed blobs of one kind, as JSON shows them.</summary>
internal sealed record CollectedBlobsView(string MediaType, long Count, long Bytes);
