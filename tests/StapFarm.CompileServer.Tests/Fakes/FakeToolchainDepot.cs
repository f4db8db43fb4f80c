using System.Collections.Concurrent;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Tests.Fakes;

/// <summary>Toolchains in memory.</summary>
internal sealed class FakeToolchainDepot : IToolchainDepot
{
    private readonly ConcurrentDictionary<Digest, Toolchain> _toolchains = new();

    public void Put(Toolchain toolchain) => _toolchains[toolchain.Digest] = toolchain;

    public Task<Toolchain> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("make", $"making {specification}"));
        var toolchain = Samples.Toolchain(specification, "9.9");
        Put(toolchain);
        return Task.FromResult(toolchain);
    }

    public Task<IReadOnlyList<Toolchain>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Toolchain>>([.. _toolchains.Values]);

    public Task<Toolchain?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult(_toolchains.GetValueOrDefault(digest));

    public Task<string> OpenAsync(Digest digest, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult($"/toolchains/{digest}");

    public Task<RuntimeBundle?> FindBundleAsync(Digest toolchain, Architecture architecture, CancellationToken cancellationToken) =>
        Task.FromResult<RuntimeBundle?>(new(toolchain, "5.1", architecture, Samples.Bundle));

    public Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(_toolchains.TryRemove(digest, out _));
}
