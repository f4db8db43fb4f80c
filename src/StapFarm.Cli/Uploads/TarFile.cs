namespace StapFarm.Cli.Uploads;

/// <summary>An entry of a tar.</summary>
/// <param name="Path">Its name in the tar.</param>
/// <param name="Source">The file with its content; null for a link.</param>
/// <param name="Target">Where a link leads; null for a file.</param>
internal sealed record TarFile(string Path, string? Source, string? Target = null);
