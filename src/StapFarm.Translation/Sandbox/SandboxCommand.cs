using System.Globalization;
using System.Text;
using StapFarm.Translation.Kbuild;

namespace StapFarm.Translation.Sandbox;

/// <summary>
/// The command line of a sandboxed program: limits of each process first (they are inherited), then the change to the
/// slot's user, then bubblewrap, which as an ordinary user makes a user namespace. So no process of the farm's user, and
/// none with a capability on the host, ever runs anything of the build's.
/// </summary>
internal static class SandboxCommand
{
    /// <summary>The user a build believes to be; the one of the host isn't the same for every slot.</summary>
    private const string InnerUser = "1000";

    public static List<byte[]> Bubblewrap(SandboxJob job, SandboxOptions limits, Func<string, string> map)
    {
        List<string> words = [.. Limits(limits), .. ChangeUser(job.Slot), HostProgram.Find("bwrap", "bubblewrap")];
        words.AddRange(
        [
            "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
            "--disable-userns", "--uid", InnerUser, "--gid", InnerUser, "--hostname", "stapfarm", "--cap-drop", "ALL",
            "--die-with-parent", "--new-session", "--clearenv",
        ]);
        foreach (var (name, value) in SandboxEnvironment.Variables)
        {
            words.AddRange(["--setenv", name, value]);
        }

        foreach (var mount in Plan(job))
        {
            words.AddRange(mount switch
            {
                Mount.Link link => ["--symlink", link.To, link.Target],
                Mount.Bind bind => [bind.Writable ? "--bind" : "--ro-bind", map(bind.Source), bind.Target],
                _ => ["--dir", mount.Target],
            });
        }

        // The root and /dev are memory that no limit would count; devices work on a read-only mount too.
        words.AddRange(["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", JobFolder.WorkTarget, "--"]);
        return [.. words.Select(Encoding.UTF8.GetBytes), .. job.Command.Select(word => word.ToArray())];
    }

    /// <param name="root">Where the plan has been carried out.</param>
    public static List<byte[]> WithoutSandbox(SandboxJob job, SandboxOptions limits, string root)
    {
        List<string> words =
        [
            .. Limits(limits),
            HostProgram.Find("setpriv", "util-linux"), "--no-new-privs", "--",
            HostProgram.Find("chroot", "coreutils"), $"--userspec={job.Slot.Uid}:{job.Slot.Uid}", "--groups=", root,
            "/usr/bin/env", "-i", "-C", JobFolder.WorkTarget,
            .. SandboxEnvironment.Variables.Select(variable => $"{variable.Key}={variable.Value}"),
        ];
        return [.. words.Select(Encoding.UTF8.GetBytes), .. job.Command.Select(word => word.ToArray())];
    }

    /// <summary>Everything that the program sees, but /proc and /dev.</summary>
    public static IEnumerable<Mount> Plan(SandboxJob job)
    {
        List<Mount> plan =
        [
            .. RootPlan.Compose(job.ToolchainRoot, job.TreeFolder),
            new Mount.Bind(JobFolder.RequestTarget, job.Folder.Request),
            new Mount.Bind(JobFolder.WorkTarget, job.Folder.Work, Writable: true),
            new Mount.Bind(JobFolder.StateTarget, job.Folder.State, Writable: true),
            new Mount.Bind(JobFolder.TemporaryTarget, job.Folder.Temporary, Writable: true),
        ];
        if (job.PreparedFolder is { } prepared)
        {
            plan.Add(new Mount.Bind(JobFolder.PreparedTarget, prepared));
            plan.AddRange(DirectCommands.Mounts(job.ToolchainRoot, prepared));
        }

        return plan;
    }

    /// <summary>
    /// Sums over a build are watched; these bound what happens between two looks, and each process that is alone. They are
    /// therefore a little wider where a sum is the limit.
    /// </summary>
    private static IEnumerable<string> Limits(SandboxOptions limits)
    {
        yield return HostProgram.Find("prlimit", "util-linux");
        yield return Limit("cpu", (long)Math.Ceiling(limits.CpuTime.TotalSeconds) + 1);
        yield return Limit("data", limits.MemoryBytes + (limits.MemoryBytes / 4));
        yield return Limit("fsize", limits.FileBytes);
        yield return Limit("core", 0);
        yield return Limit("memlock", 0);
        yield return Limit("msgqueue", 0);
        if (Native.IsRoot)
        {
            // Counted per user, so only where the user is the slot's own.
            yield return Limit("nproc", limits.Processes + 32);
        }

        yield return "--";
    }

    private static string Limit(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}:{value}");

    private static IEnumerable<string> ChangeUser(Slot slot)
    {
        if (!Native.IsRoot)
        {
            return [];
        }

        var uid = slot.Uid.ToString(CultureInfo.InvariantCulture);
        return
        [
            HostProgram.Find("setpriv", "util-linux"), "--reuid", uid, "--regid", uid, "--clear-groups",
            "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--",
        ];
    }
}
