namespace StapFarm.Model.Builds;

/// <summary>What an <c>-I</c> option brings along.</summary>
/// <param name="DisplayName">The directory as its user wrote it: shown in messages, not part of the key.</param>
public sealed record TapsetDirectory(string DisplayName, IReadOnlyList<TapsetFile> Files);
