namespace StapFarm.Model.Builds;

/// <summary>A file of a tapset directory.</summary>
/// <param name="Path">Relative to the directory, with <c>/</c> between names; no empty, <c>.</c> or <c>..</c> names.</param>
public sealed record TapsetFile(string Path, ReadOnlyMemory<byte> Content);
