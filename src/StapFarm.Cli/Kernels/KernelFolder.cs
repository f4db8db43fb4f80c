using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>
/// A kernel in a folder of this machine: one that was built there, or one that is installed (<c>/lib/modules/RELEASE</c>, or
/// a root folder with one kernel). Its files are sent as a few tars, of which the farm needs only those that have changed.
/// </summary>
internal static class KernelFolder
{
    private const string Advice =
        "Give the folder that a kernel was built in, /lib/modules/RELEASE of one that is installed, or a root folder with one kernel below lib/modules.";

    /// <exception cref="UsageException">It is none of these.</exception>
    public static IReadOnlyList<IUploadContent> Find(string folder)
    {
        var root = new DirectoryInfo(folder);
        if (!root.Exists)
        {
            throw new UsageException($"There is no folder '{folder}'.", Advice);
        }

        var parts = (File.Exists(Path.Combine(root.FullName, "include/config/kernel.release")), Installed(root.FullName)) switch
        {
            (true, _) => new BuiltKernel(root.FullName).Parts(),
            (_, { } modules) => new InstalledKernel(modules).Parts(),
            _ => throw new UsageException($"'{folder}' is no kernel's folder.", Advice),
        };
        return [.. parts.Where(part => part.Count > 0)];
    }

    private static string? Installed(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "kernel")) || File.Exists(Path.Combine(folder, "modules.builtin")))
        {
            return folder;
        }

        var modules = Path.Combine(folder, "lib/modules");
        var releases = Directory.Exists(modules) ? Directory.GetDirectories(modules) : [];
        return releases.Length <= 1
            ? releases.SingleOrDefault()
            : throw new UsageException(
                $"'{folder}' has several kernels: {string.Join(", ", releases.Select(Path.GetFileName).Order(StringComparer.Ordinal))}.",
                $"Name one of them: --dir {modules}/RELEASE");
    }
}
