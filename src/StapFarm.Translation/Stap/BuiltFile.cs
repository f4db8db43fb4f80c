namespace StapFarm.Translation.Stap;

/// <summary>
/// Opens what a build has left. The build may have put anything under that name, and the worker may read more than the
/// build: only a plain file in a plain folder is taken.
/// </summary>
internal static class BuiltFile
{
    /// <param name="folder">A folder that the worker made.</param>
    /// <param name="names">Names of folders below it and of the file.</param>
    /// <returns>The file's path; null when there is no such file or it is no plain one.</returns>
    public static string? Find(string folder, params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            folder = Path.Combine(folder, names[i]);
            var info = new FileInfo(folder);
            if (info.LinkTarget is not null || (i < names.Length - 1 && !Directory.Exists(folder)))
            {
                return null;
            }
        }

        // A pipe would block its reader; it has no length.
        return new FileInfo(folder) is { Exists: true, Length: > 0 } ? folder : null;
    }
}
