using StapFarm.Translation.Sandbox;

namespace StapFarm.Translation.Preparation;

/// <summary>
/// Shows a build the prepared results in a cache of its own: real folders with links to the read-only files. stap adds what
/// it lacks beside them, and replaces a link instead of writing through it. Links take a few milliseconds for a pair (some
/// 200 files, 40 MB) where copies take a hundred; hard links would be files of the worker in a folder of the build's user,
/// and need one file system; an overlay would be one more mount that root has to make for every build.
/// </summary>
internal static class PreparedLayer
{
    public const string CacheName = "cache";

    public static void Link(string? prepared, JobFolder folder, Slot slot)
    {
        if (prepared is null)
        {
            return;
        }

        var cache = Make(Path.Combine(folder.State, CacheName));
        foreach (var group in Directory.EnumerateDirectories(Path.Combine(prepared, CacheName)))
        {
            var name = Path.GetFileName(group);
            var mine = Make(Path.Combine(cache, name));
            foreach (var file in Directory.EnumerateFiles(group))
            {
                File.CreateSymbolicLink(Path.Combine(mine, Path.GetFileName(file)), $"{JobFolder.PreparedTarget}/{CacheName}/{name}/{Path.GetFileName(file)}");
            }
        }

        string Make(string path)
        {
            Directory.CreateDirectory(path);
            JobFolder.Give(path, slot);
            return path;
        }
    }
}
