using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Plain;

/// <summary>
/// <c>stap -p4</c> as somebody has it who uses the toolchain without a farm: the same root file system, the same kernel
/// tree, a <c>SYSTEMTAP_DIR</c> of its own that lasts.
/// </summary>
internal sealed class PlainStap
{
    private readonly Pair _pair;
    private readonly string _home;
    private readonly IReadOnlyList<string> _mounts;

    /// <param name="home">An empty folder that stap keeps its cache in.</param>
    public PlainStap(Pair pair, string home)
    {
        (_pair, _home) = (pair, home);
        _mounts = RootMounts.For(pair.ToolchainRoot, pair.KernelTree);
        Directory.CreateDirectory(Path.Combine(home, "tmp"));
    }

    /// <summary>Translates a script that stap must find in its cache.</summary>
    public Task<TimedRun> RerunAsync(string script, CancellationToken cancellationToken) => TranslateAsync(script, isCached: true, cancellationToken);

    /// <summary>Translates a script that stap must not find in its cache.</summary>
    public Task<TimedRun> TranslateAsync(string script, CancellationToken cancellationToken) => TranslateAsync(script, isCached: false, cancellationToken);

    private async Task<TimedRun> TranslateAsync(string script, bool isCached, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "script.stp"), script, cancellationToken);

        // -m would keep stap from using its cache; -v tells whether it did. No --die-with-parent: the parent would be the
        // thread that started it, and threads of a pool come and go.
        string[] words =
        [
            "--unshare-pid", "--unshare-net", "--clearenv",
            "--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "LANG", "C.UTF-8",
            "--setenv", "HOME", "/home/bench", "--setenv", "SYSTEMTAP_DIR", "/home/bench/.systemtap",
            .. _mounts,
            "--bind", _home, "/home/bench", "--bind", Path.Combine(_home, "tmp"), "/tmp",
            "--proc", "/proc", "--dev", "/dev", "--chdir", "/home/bench", "--",
            "/usr/bin/stap", "-v", "-p4", "-r", _pair.Release, "script.stp",
        ];
        var run = await TimedProgram.RunAsync("bwrap", words, new Dictionary<string, string>(), _home, cancellationToken);
        return run.Errors.Contains("using cached", StringComparison.Ordinal) == isCached
            ? run
            : throw new BenchException($"stap was to {(isCached ? "use" : "miss")} its cache and didn't: {run.Errors}");
    }
}
