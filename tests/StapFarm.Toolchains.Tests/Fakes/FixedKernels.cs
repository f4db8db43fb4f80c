using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.Toolchains.Tests.Fakes;

internal sealed class FixedKernels(IReadOnlyList<KernelTree> trees) : IKernelDepot
{
    public Task<IReadOnlyList<KernelTree>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(trees);

    public Task<KernelTree> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<KernelTree?> FindAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? FolderOf(Digest digest) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();
}
