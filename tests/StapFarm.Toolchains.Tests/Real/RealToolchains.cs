using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Tests.Fakes;

namespace StapFarm.Toolchains.Tests.Real;

/// <summary>The real toolchains, made and unpacked at the first run of a recipe and kept in the shared cache.</summary>
public sealed class RealToolchains : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<(Toolchain Toolchain, string Root)>>> _opened = new();

    public RealToolchains()
    {
        var cache = Path.Combine(SharedFarm.Cache, "toolchain-tests", DebianRecipe.Version);
        Blobs = new FolderBlobs(Path.Combine(cache, "blobs"));
        Depot = ToolchainDepot.Create(
            Blobs,
            new FolderManifests(Path.Combine(cache, "manifests")),
            Options.Create(new ToolchainOptions { Roots = Path.Combine(cache, "roots"), Scratch = Path.Combine(cache, "scratch") }),
            TimeProvider.System,
            NullLogger<ToolchainDepot>.Instance);
    }

    internal FolderBlobs Blobs { get; }

    internal ToolchainDepot Depot { get; }

    internal Recorder<WorkProgress> Progress { get; } = new();

    /// <summary>The toolchain and its unpacked root.</summary>
    public Task<(Toolchain Toolchain, string Root)> OpenAsync(string name) =>
        _opened.GetOrAdd(name, _ => new(async () =>
        {
            var toolchain = await Depot.AddAsync(name, Progress, CancellationToken.None);
            return (toolchain, await Depot.OpenAsync(toolchain.Digest, Progress, CancellationToken.None));
        })).Value;

    public string ScratchPath(string name) => _scratch.File(name);

    public void Dispose() => _scratch.Dispose();
}
