using StapFarm.Model.Content;

namespace StapFarm.Storage.Collection;

/// <param name="KeptAt">When it was stored, or last kept for something that was about to refer to it.</param>
public sealed record ShelvedBlob(BlobRef Blob, DateTimeOffset KeptAt);
