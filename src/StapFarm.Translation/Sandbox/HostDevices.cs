namespace StapFarm.Translation.Sandbox;

/// <summary>What <see cref="SandboxMode.None"/> takes of the host besides the plan.</summary>
internal static class HostDevices
{
    public static IEnumerable<Mount> Mounts { get; } =
    [
        new Mount.Bind("/proc", "/proc"),
        new Mount.Folder("/dev"),
        .. ((string[])["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]).Select(device => new Mount.Bind(device, device, Writable: true)),
    ];
}
