using StapFarm.Lab.Machines;

namespace StapFarm.Testing.Farm;

/// <summary>The programs under test, as users get them; <c>./dev test</c> publishes them and names their folder.</summary>
public static class Binaries
{
    public static string Server => Find("server/stapfarm-server");

    public static string Cli => Find("cli/stapfarm");

    public static string Runner => Find("runner/stapfarm-runner");

    /// <summary>The runner for a lab machine.</summary>
    public static string RunnerFor(GuestPlatform platform) =>
        platform.IsOfThisHost ? Runner : Find($"runner-{platform.Name}/stapfarm-runner");

    private static string Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("STAPFARM_TEST_BIN")
            ?? throw new InvalidOperationException("STAPFARM_TEST_BIN isn't set: run the real lane through ./dev test, which publishes the programs.");
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: ./dev test publishes it.");
    }
}
