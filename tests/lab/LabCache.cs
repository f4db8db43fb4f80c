namespace StapFarm.Lab;

/// <summary>The lab's part of the user's cache folder.</summary>
public static class LabCache
{
    /// <summary>A folder in it, made if needed.</summary>
    public static string Folder(string name)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Directory.CreateDirectory(Path.Combine(cache, "stapfarm", "lab", name)).FullName;
    }
}
