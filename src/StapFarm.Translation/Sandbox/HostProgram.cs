using StapFarm.Model.Failures;

namespace StapFarm.Translation.Sandbox;

/// <summary>Finds the programs around a sandbox; never in a folder that the environment names.</summary>
internal static class HostProgram
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];

    /// <exception cref="FarmException"><c>Unavailable</c>, with the package that has it.</exception>
    public static string Find(string name, string package) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FarmException(
            FailureCode.Unavailable,
            $"This worker can't build: the program {name} isn't installed.",
            $"Install it on the worker's machine: apt install {package}");
}
