using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Toolchains.Tests.Fakes;

internal sealed class FixedDepot(IReadOnlyList<Toolchain> toolchains) : IToolchainDepot
{
    public Task<IReadOnlyList<Toolchain>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(toolchains);

    public Task<Toolchain> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Toolchain?> FindAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> OpenAsync(Digest digest, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RuntimeBundle?> FindBundleAsync(Digest toolchain, Architecture architecture, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();
}
