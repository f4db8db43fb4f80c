using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation.Kbuild;

/// <summary>
/// The part of a prepared pair with which pass 4 does without kbuild: <c>make</c>, which builds see in make's place, and
/// beside it the commands of each shape of Makefile, under the shape's name.
/// </summary>
internal static class DirectCommands
{
    /// <summary>Where builds find make itself.</summary>
    public const string MakeTarget = "/stapfarm/make";

    private const string FolderName = "kbuild";
    private const string MakePath = "usr/bin/make";
    private const string ShapeFile = ".stapfarm-shape";
    private const string DirectFile = ".stapfarm-direct";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Begins the folder in <paramref name="prepared"/>: from here on its builds note shapes that are new to it.</summary>
    public static void Create(string prepared)
    {
        var folder = Directory.CreateDirectory(Path.Combine(prepared, FolderName)).FullName;
        var file = Path.Combine(folder, "make");
        using (var script = typeof(DirectCommands).Assembly.GetManifestResourceStream("make.sh")!)
        using (var copy = File.Create(file))
        {
            script.CopyTo(copy);
        }

        File.SetUnixFileMode(file, Runnable);
    }

    /// <summary>What a sandbox needs besides the prepared folder itself.</summary>
    public static IEnumerable<Mount> Mounts(string toolchainRoot, string prepared)
    {
        var make = new FileInfo(Path.Combine(toolchainRoot, MakePath));
        if (make is { Exists: true, LinkTarget: null } && Directory.Exists(Path.Combine(prepared, FolderName)))
        {
            yield return new Mount.Bind(MakeTarget, make.FullName);
            yield return new Mount.Bind("/" + MakePath, Path.Combine(prepared, FolderName, "make"));
        }
    }

    /// <summary>Keeps the commands of a module that has just been built, by its shape.</summary>
    /// <param name="job">Of a script of our own: what a user's build left would become commands of other builds.</param>
    /// <returns>The file in which they are; null when there was nothing new, or nothing to be understood.</returns>
    public static string? Record(JobFolder job, string moduleName, string prepared)
    {
        var work = Path.GetFileName(StapArguments.TemporaryFolder);
        if (BuiltFile.Find(job.Temporary, work, ShapeFile) is not { } shape
            || RecordedCommands.Read(Path.Combine(job.Temporary, work), moduleName, StapArguments.TemporaryFolder) is not { } commands)
        {
            return null;
        }

        var file = Path.Combine(prepared, FolderName, Path.GetFileName(File.ReadAllText(shape).Trim()));
        File.WriteAllText(file, commands);
        File.SetUnixFileMode(file, Readable);
        return file;
    }

    /// <summary>Whether a module that has just been built had a shape for which there are no commands.</summary>
    public static bool IsNew(JobFolder job) =>
        BuiltFile.Find(job.Temporary, Path.GetFileName(StapArguments.TemporaryFolder), ShapeFile) is not null;

    /// <summary>Whether a module that has just been built was made with recorded commands.</summary>
    public static bool Used(JobFolder job) =>
        File.Exists(Path.Combine(job.Temporary, Path.GetFileName(StapArguments.TemporaryFolder), DirectFile));
}
