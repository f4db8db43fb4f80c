using StapFarm.StapProtocol.Archives;

namespace StapFarm.StapProtocol.Requests;

/// <summary>What a client asks, as it came in: nothing of it has been looked at but its form.</summary>
/// <param name="Client">The client's release.</param>
/// <param name="Release">The kernel's release.</param>
/// <param name="Architecture">The kernel's architecture as stap calls it, e.g. <c>x86_64</c>, <c>arm64</c>, <c>powerpc</c>.</param>
/// <param name="Arguments">stap's arguments, byte for byte.</param>
/// <param name="Files">What came with them: scripts below <c>script</c>, tapset directories below <c>tapset</c>.</param>
/// <param name="Locale">What of its user's locale can be honoured, <c>NAME=VALUE</c>.</param>
/// <param name="RefusedLocale">What of it can't: for a warning each.</param>
/// <param name="OwnerKeys">The machine owner keys of a host that loads signed modules only; null when it loads any.</param>
public sealed record StapRequest(
    ClientVersion Client,
    string Release,
    string Architecture,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    RequestFiles Files,
    IReadOnlyList<string> Locale,
    IReadOnlyList<string> RefusedLocale,
    OwnerKeys? OwnerKeys);
