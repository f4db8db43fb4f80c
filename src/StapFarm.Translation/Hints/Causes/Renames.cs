using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>
/// What became of functions that scripts for 3.10 kernels often probe, by 6.1 and 6.12. A hint names one only when stap
/// finds it in the kernel at hand.
/// </summary>
internal static class Renames
{
    private static readonly Dictionary<string, (string? Module, string Name, string Why)> Known = new(StringComparer.Ordinal)
    {
        ["br_deliver"] = ("bridge", "br_forward", "br_deliver was merged into br_forward"),
        ["dev_queue_xmit"] = (null, "__dev_queue_xmit", "dev_queue_xmit has become a small inline function around __dev_queue_xmit"),
        ["dev_hard_start_xmit_nit"] = (null, "dev_queue_xmit_nit", "it is dev_queue_xmit_nit"),
        ["ip_local_out_sk"] = (null, "ip_local_out", "ip_local_out_sk was merged into ip_local_out"),
        ["ip_queue_xmit_sk"] = (null, "__ip_queue_xmit", "its work is done in __ip_queue_xmit"),
        ["do_fork"] = (null, "kernel_clone", "do_fork was renamed kernel_clone"),
        ["_do_fork"] = (null, "kernel_clone", "_do_fork was renamed kernel_clone"),
        ["generic_make_request"] = (null, "submit_bio_noacct", "generic_make_request was renamed submit_bio_noacct"),
        ["sys_open"] = (null, "do_sys_openat2", "system calls have wrappers now, and open ends in do_sys_openat2"),
        ["do_sys_open"] = (null, "do_sys_openat2", "the work of do_sys_open is done in do_sys_openat2"),
    };

    public static (ProbePoint Point, string Why)? Of(string name) =>
        Known.TryGetValue(name, out var now) ? (new ProbePoint(now.Module, "function", now.Name), now.Why) : null;
}
