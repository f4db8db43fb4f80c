namespace StapFarm.Model.Kernels;

/// <summary>One build of Linux. The release alone is not an identity: two builds may share it.</summary>
/// <param name="Release">What <c>uname -r</c> prints, e.g. <c>6.1.0-56-cloud-amd64</c>.</param>
/// <param name="Version">What <c>uname -v</c> prints, e.g. <c>#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-10-28)</c>.</param>
/// <param name="BuildId">The GNU build-id of vmlinux: lower-case hexadecimal digits.</param>
public sealed record KernelIdentity(Architecture Architecture, string Release, string Version, string BuildId)
{
    public override string ToString() => $"{Release} ({Architecture}, build-id {BuildId})";
}
