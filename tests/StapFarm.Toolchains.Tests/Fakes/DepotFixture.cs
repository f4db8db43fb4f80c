using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Toolchains.Depot;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>A depot over stores in memory, with a maker of small roots.</summary>
internal sealed class DepotFixture : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public DepotFixture()
    {
        Options = new ToolchainOptions { Roots = _scratch.File("roots"), Scratch = _scratch.File("scratch") };
        Depot = Another();
    }

    public MemoryBlobs Blobs { get; } = new();

    public MemoryManifests Manifests { get; } = new();

    public SyntheticMaker Maker { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public Recorder<WorkProgress> Progress { get; } = new();

    public ToolchainOptions Options { get; }

    public ToolchainDepot Depot { get; }

    /// <summary>Another depot over the same stores and folders, as in another process.</summary>
    public ToolchainDepot Another() =>
        new(Blobs, Manifests, Maker, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<ToolchainDepot>.Instance);

    public Task<Toolchain> AddAsync(string specification = "debian:trixie") => Depot.AddAsync(specification, Progress, CancellationToken.None);

    public Task<string> OpenAsync(Digest digest) => Depot.OpenAsync(digest, Progress, CancellationToken.None);

    public void Dispose() => _scratch.Dispose();
}
