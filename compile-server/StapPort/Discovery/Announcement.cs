using System.Globalization;

namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>
/// One instance of the service <c>_stap._tcp</c>, with what stap-serverd says of itself in its TXT records (systemtap's
/// <c>stap-serverd.cxx</c>). A client takes an instance for compatible whose <c>sysinfo</c> is its own kernel release and
/// architecture, or its architecture alone.
/// </summary>
/// <param name="System"><c>RELEASE ARCH</c> or <c>ARCH</c>.</param>
/// <param name="Port">In TCP.</param>
/// <param name="Version">The newest release of stap that translates here; clients try the newest server first.</param>
/// <param name="Certificate">The serial number of the certificate that is shown: hexadecimal octets joined by colons.</param>
/// <param name="OwnerKeys">The SHA-1 of each machine owner key that signs here, separated by spaces; empty when none does.</param>
internal sealed record Announcement(string System, int Port, string Version, string Certificate, string OwnerKeys)
{
    public const string Type = "_stap._tcp";

    // DNS-SD takes 63 bytes (RFC 6763, 4.1.1); some are left for the number.
    private const int LongestHost = 29;

    /// <summary>The TXT records.</summary>
    public IEnumerable<string> Records =>
    [
        $"sysinfo={System}",
        "optinfo=",
        $"version={Version}",
        $"certinfo={Certificate}",
        .. OwnerKeys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => $"mok_info={key}"),
    ];

    /// <summary>The name of an instance on this machine; from the second one on they have numbers.</summary>
    public static string Name(string host, int number)
    {
        var own = host.Split('.')[0];
        var name = $"Systemtap Compile Server on {own[..Math.Min(own.Length, LongestHost)]}";
        return number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{number}");
    }
}
