namespace StapFarm.Model.Signing;

/// <summary>
/// The group of users that a module was compiled for, as the ELF section <c>.stap_privilege</c> numbers it (systemtap's
/// <c>privilege.h</c>). stap restricts what a script may do to what that group may.
/// </summary>
public enum ModulePrivilege
{
    /// <summary>Unprivileged: probes of the user's own processes.</summary>
    Stapusr = 2,

    /// <summary>Probes of the whole system, in safe functions alone.</summary>
    Stapsys = 4,

    /// <summary>No restriction: as good as root.</summary>
    Stapdev = 8,
}
