using StapFarm.Model.Content;
using StapFarm.Model.Kernels;

namespace StapFarm.Model.Toolchains;

/// <summary><c>staprun</c> and <c>stapio</c> of a toolchain with the libraries they need, for one target architecture.</summary>
/// <param name="Content">A tar, gzip-compressed, whose first entry <c>bundle.json</c> is a <see cref="RuntimeBundleLayout"/>.</param>
public sealed record RuntimeBundle(Digest Toolchain, string StapVersion, Architecture Architecture, BlobRef Content);
