using System.Collections.Concurrent;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Tests.Fakes;

/// <summary>Kernel trees in memory, shared by a test's front and workers as a folder would be.</summary>
internal sealed class FakeKernelDepot : IKernelDepot
{
    private readonly ConcurrentDictionary<Digest, KernelTree> _trees = new();

    public void Put(params KernelTree[] trees)
    {
        foreach (var tree in trees)
        {
            _trees[tree.Digest] = tree;
        }
    }

    public Task<KernelTree> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("download", $"fetching {specification}", 0.5));
        if (specification.StartsWith("no-such", StringComparison.Ordinal))
        {
            throw new FarmException(FailureCode.UnknownKernel, $"The archive has no {specification}.", "Look at what it has.");
        }

        var tree = Samples.Tree(specification, $"{specification}-build");
        Put(tree);
        return Task.FromResult(tree);
    }

    public Task<IReadOnlyList<KernelTree>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KernelTree>>([.. _trees.Values]);

    public Task<KernelTree?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult(_trees.GetValueOrDefault(digest));

    public string? FolderOf(Digest digest) => _trees.ContainsKey(digest) ? $"/trees/{digest}" : null;

    public Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(_trees.TryRemove(digest, out _));
}
