namespace StapFarm.Testing;

/// <summary>
/// Where the real lane finds what is made once and shared by all tests: <c>./dev test</c> makes it and names it in the
/// environment.
/// </summary>
public static class SharedFarm
{
    /// <summary>The folder with downloads, toolchains and kernel trees that farms of this machine share.</summary>
    public static string Cache => Get("STAPFARM_CACHE");

    /// <summary>The data root of the prepared farm: read what it has, add nothing that other tests would see.</summary>
    public static string DataRoot => Get("STAPFARM_TEST_DATA");

    /// <summary>The release of the 6.1 kernel in the prepared farm.</summary>
    public static string Kernel61 => Get("STAPFARM_TEST_KERNEL_61");

    /// <summary>The release of the 6.12 kernel in the prepared farm; stap 5.1 builds modules for it that don't load.</summary>
    public static string Kernel612 => Get("STAPFARM_TEST_KERNEL_612");

    /// <summary>A root file system with the stap of a suite of Debian, for its client; trixie's has the stock server too.</summary>
    public static string StapClientRoot(string suite) => Path.Combine(Get("STAPFARM_TEST_CLIENTS"), suite);

    private static string Get(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} isn't set: run the real lane through ./dev test, which prepares what it needs.");
}
