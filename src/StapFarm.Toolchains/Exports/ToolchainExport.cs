using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Exports;

/// <summary>What an export file of a toolchain is made of; see <see cref="ToolchainExports"/> for the file.</summary>
/// <param name="Document">The content of its first entry.</param>
/// <param name="Blobs">In the order of its further entries.</param>
public sealed record ToolchainExport(ReadOnlyMemory<byte> Document, IReadOnlyList<BlobRef> Blobs);
