namespace StapFarm.Signing.Tests;

/// <summary>A file as it was made.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Folder">The names of all that was in its folder then.</param>
internal sealed record MadeFile(string Content, UnixFileMode Mode, IReadOnlyList<string> Folder);
