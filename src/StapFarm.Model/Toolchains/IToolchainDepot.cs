using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.Model.Toolchains;

/// <summary>The toolchains: packed in the blob store, described in the manifest store, unpacked where a worker needs them.</summary>
public interface IToolchainDepot
{
    /// <param name="specification"><c>debian:trixie</c>, <c>debian:sid</c>, or <c>file:DIGEST</c> for a file that was sent to the farm.</param>
    /// <exception cref="Failures.FarmException">
    /// <c>InvalidRequest</c>, <c>SourceFailed</c>, <c>StoreFull</c>; of a file that was sent also <c>NotFound</c>, <c>Corrupt</c>,
    /// <c>Unsupported</c>, <c>UnknownVersion</c>.
    /// </exception>
    Task<Toolchain> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    Task<IReadOnlyList<Toolchain>> ListAsync(CancellationToken cancellationToken);

    Task<Toolchain?> FindAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>The folder of the unpacked root, unpacking it first if need be.</summary>
    Task<string> OpenAsync(Digest digest, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>The runtime bundle for modules of this toolchain on targets of this architecture; null when it has none.</summary>
    Task<RuntimeBundle?> FindBundleAsync(Digest toolchain, Architecture architecture, CancellationToken cancellationToken);

    Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken);
}
