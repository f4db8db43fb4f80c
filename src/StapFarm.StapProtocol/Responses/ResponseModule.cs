namespace StapFarm.StapProtocol.Responses;

/// <param name="Name">Without <c>.ko</c>.</param>
/// <param name="Content">The module, with the kernel's signature if it has one.</param>
/// <param name="Signature">The signature for staprun over all of <paramref name="Content"/> (<c>.sgn</c>); null for none.</param>
public sealed record ResponseModule(string Name, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte>? Signature = null);
