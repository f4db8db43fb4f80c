using System.ComponentModel.DataAnnotations;

namespace StapFarm.Kernels.Debian;

/// <summary>Where Debian kernels come from.</summary>
public sealed class DebianArchiveOptions
{
    /// <summary>
    /// Folder of apt's state and of the downloaded packages; may be shared by farms and by processes at work at once.
    /// </summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>The folder with the sources that this machine's apt is configured for; the mirrors are read from there.</summary>
    [Required]
    public string AptFolder { get; set; } = "/etc/apt";

    /// <summary>Address of the main archive, when the one in the machine's sources isn't to be used; none by default.</summary>
    public string? Mirror { get; set; }

    /// <summary>Address of the security archive, likewise.</summary>
    public string? SecurityMirror { get; set; }

    /// <summary>
    /// Suites to look for kernels in; those with <c>-security</c> come from the security archive. Null:
    /// <see cref="DefaultSuites"/>, which a binder of configuration would otherwise add to instead of replacing.
    /// </summary>
    public IReadOnlyList<string>? Suites { get; set; }

    /// <summary>Debian 12 and 13, with their security updates.</summary>
    public static IReadOnlyList<string> DefaultSuites { get; } =
        ["bookworm", "bookworm-security", "bookworm-updates", "trixie", "trixie-security", "trixie-updates"];

    internal IReadOnlyList<string> SuitesInUse => Suites is { Count: > 0 } ? Suites : DefaultSuites;

    /// <summary>The keys with which an archive must be signed: the package debian-archive-keyring.</summary>
    [Required]
    public string Keyring { get; set; } = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>How old what is known of the archive may be before it is asked again; asked also when a kernel isn't found.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan ListsMaxAge { get; set; } = TimeSpan.FromHours(6);
}
