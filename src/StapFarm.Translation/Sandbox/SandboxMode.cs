namespace StapFarm.Translation.Sandbox;

/// <summary>What stands between a build and the machine.</summary>
public enum SandboxMode
{
    /// <summary>bubblewrap: namespaces of its own, nothing of the host but the toolchain and the kernel tree.</summary>
    Bubblewrap,

    /// <summary>
    /// Only another root directory, another user and the limits; for machines without user namespaces. A build can see
    /// and signal the machine's processes, use its network, and hold on to nothing but its own scratch. Needs root with
    /// CAP_SYS_ADMIN.
    /// </summary>
    None,
}
