namespace StapFarm.StapProtocol.Responses;

/// <summary>The answer to a client.</summary>
/// <param name="Version">The release of stap that did the work; digits and dots alone, since clients compare it so.</param>
/// <param name="ExitCode">stap's; anything but 0 ends the client with 1.</param>
/// <param name="Output">For the client's standard output; it leaves out lines that end in <c>.ko</c>.</param>
/// <param name="Messages">For its standard error, as it is.</param>
/// <param name="Module">The module; null when there is none.</param>
/// <param name="OwnerKey">The certificate of a machine owner key for its user to enrol, in DER form; null when there is none.</param>
public sealed record StapResponse(
    string Version,
    int ExitCode,
    ReadOnlyMemory<byte> Output,
    ReadOnlyMemory<byte> Messages,
    ResponseModule? Module = null,
    ReadOnlyMemory<byte>? OwnerKey = null);
