namespace StapFarm.Storage.Files;

/// <summary>Folders that survive a power failure: a new one is only there for good once its parent is on disk.</summary>
internal static class DurableFolder
{
    public static void Ensure(string folder, bool flushToDisk)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { } parent)
        {
            Ensure(parent, flushToDisk);
            Directory.CreateDirectory(folder);
            if (flushToDisk)
            {
                NativeFiles.FlushFolder(parent);
            }
        }
    }
}
