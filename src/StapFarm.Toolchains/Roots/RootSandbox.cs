using StapFarm.Model.Failures;
using StapFarm.Toolchains.Processes;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// Runs programs of a root that isn't trusted: in bubblewrap, as a user who owns nothing, without network, with the root
/// read-only and a /tmp of their own, and only so long.
/// </summary>
internal sealed class RootSandbox(string root, TimeSpan limit, TimeProvider time)
{
    private const string Uid = "47099";
    private static readonly string[] TopLevel = ["usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "var"];
    private static readonly string[] Limits = ["--cpu=60", "--data=4294967296", "--fsize=1073741824", "--nproc=256", "--core=0", "--"];

    /// <param name="output">Reads standard output; without it the last lines are kept.</param>
    /// <exception cref="FarmException"><c>LimitExceeded</c>; <c>Unavailable</c> when there can be no sandbox here.</exception>
    public async Task<ProgramEnd> RunAsync(IEnumerable<string> command, CancellationToken cancellationToken, Func<Stream, CancellationToken, Task>? output = null)
    {
        using var stop = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        try
        {
            var end = await new ExternalProgram("prlimit", "util-linux") { Output = output }
                .With(Limits)
                .With(Environment.IsPrivilegedProcess ? AsNobody() : Inner(root))
                .With(command)
                .RunAsync(either.Token);
            return end.Succeeded || !IsMissing(end) ? end : throw NotHere(end.Words);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FarmException(
                FailureCode.LimitExceeded,
                $"In the root, {string.Join(' ', command)} didn't end within {limit} (Farm:Toolchains:TrialLimit) and was stopped.",
                "See whether it works on the machine that the root is from.");
        }
    }

    /// <summary>
    /// The root usually lies below folders that only root may enter: a mount namespace has it where the user can, and in that
    /// the user makes the sandbox.
    /// </summary>
    private IEnumerable<string> AsNobody()
    {
        var stage = ((string[])["/mnt", "/media", "/srv", "/opt"]).FirstOrDefault(Directory.Exists) ?? throw NotHere("there is no /mnt.");
        return
        [
            "bwrap", "--dev-bind", "/", "/", "--tmpfs", stage, "--ro-bind", root, $"{stage}/root", "--cap-add", "ALL", "--die-with-parent", "--",
            "setpriv", "--reuid", Uid, "--regid", Uid, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--",
            .. Inner($"{stage}/root"),
        ];
    }

    private IEnumerable<string> Inner(string at)
    {
        List<string> words =
        [
            "bwrap", "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
            "--disable-userns", "--uid", "1000", "--gid", "1000", "--hostname", "stapfarm", "--cap-drop", "ALL", "--die-with-parent",
            "--new-session", "--clearenv", "--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "HOME", "/tmp",
        ];
        foreach (var name in TopLevel)
        {
            var entry = new DirectoryInfo(Path.Combine(root, name));
            words.AddRange(entry switch
            {
                { LinkTarget: { } target } => ["--symlink", target, $"/{name}"],
                { Exists: true } => ["--ro-bind", $"{at}/{name}", $"/{name}"],
                _ => [],
            });
        }

        return [.. words, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp", "--"];
    }

    // What keeps the sandbox's own programs from working, rather than the root's.
    private static bool IsMissing(ProgramEnd end) => end.LastLines.Any(line =>
        (line.StartsWith("bwrap: ", StringComparison.Ordinal) && !line.Contains("execvp", StringComparison.Ordinal))
        || line.StartsWith("setpriv: ", StringComparison.Ordinal)
        || line.StartsWith("prlimit: ", StringComparison.Ordinal));

    private static FarmException NotHere(string words) =>
        new(FailureCode.Unavailable, $"The root can't be tried on this worker, as there can be no sandbox: {words}", "Install bubblewrap and util-linux on the worker's machine, and let users make user namespaces.");
}
