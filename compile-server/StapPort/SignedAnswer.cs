using StapFarm.StapProtocol.Responses;

namespace StapFarm.CompileServer.StapPort;

/// <summary>A module with the signatures that its client needs.</summary>
/// <param name="Module">Null when the client has to enrol a key first.</param>
/// <param name="Words">For standard error, after stap's own.</param>
/// <param name="OwnerKey">The certificate to be enrolled.</param>
internal sealed record SignedAnswer(ResponseModule? Module, ReadOnlyMemory<byte> Words, ReadOnlyMemory<byte>? OwnerKey = null);
