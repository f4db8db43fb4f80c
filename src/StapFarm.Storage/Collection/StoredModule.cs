using StapFarm.Model.Builds;
using StapFarm.Model.Content;

namespace StapFarm.Storage.Collection;

/// <summary>A cached module or listing as a collector sees it.</summary>
public sealed record StoredModule(ModuleKey Key, BlobRef Content, string? ModuleName, DateTimeOffset LastUse);
