namespace StapFarm.Translation.Sandbox;

/// <summary>The whole environment of a build. Nothing of it may differ between builds: stap's answers would.</summary>
internal static class SandboxEnvironment
{
    public static IReadOnlyList<KeyValuePair<string, string>> Variables { get; } =
    [
        new("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
        new("LANG", "C.UTF-8"),
        new("HOME", JobFolder.TemporaryTarget),
        new("TMPDIR", JobFolder.TemporaryTarget),
        new("SYSTEMTAP_DIR", JobFolder.StateTarget),

        // kbuild writes these into what it makes.
        new("KBUILD_BUILD_USER", "stapfarm"),
        new("KBUILD_BUILD_HOST", "stapfarm"),
    ];
}
