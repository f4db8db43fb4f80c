using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>Where a kernel tree has its parts.</summary>
internal sealed class TreePlaces(string release)
{
    public string Headers => $"usr/src/kernels/{release}";

    public string Modules => $"lib/modules/{release}";

    public string Debug => $"usr/lib/debug/lib/modules/{release}";

    public string Vmlinux => $"{Debug}/vmlinux";

    public string SystemMap => $"boot/System.map-{release}";

    public string Image => $"boot/vmlinuz-{release}";

    /// <summary>The first of these files that is there, as the entry of this path; nothing without one.</summary>
    public static IEnumerable<TarFile> First(string path, params IEnumerable<string> candidates) =>
        candidates.Where(FolderFiles.IsThere).Take(1).Select(file => new TarFile(path, file));

    /// <summary>The links that lead from the modules to the headers.</summary>
    public IEnumerable<TarFile> Links(string headers) => [new($"{Modules}/build", null, $"/{headers}"), new($"{Modules}/source", null, "build")];
}
