namespace StapFarm.Cli.Modules;

/// <summary>A module that was removed because nobody used it for long, as JSON shows it.</summary>
internal sealed record CollectedModuleView(string ModuleKey, string Name, long Bytes, DateTimeOffset LastUsed);
