using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Rpm;
using StapFarm.Kernels.Sources;
using StapFarm.Kernels.Tests.Depot;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Uploads;

/// <summary>What the tests of sent files share: a depot whose sources are sent files alone.</summary>
public abstract class SendingFiles : IDisposable
{
    private readonly MemoryManifests _manifests = new();
    private readonly KernelFileStore _store;

    private protected SendingFiles(IDebugInfoServer? debugInfo = null)
    {
        _store = new KernelFileStore(Blobs, _manifests);
        var root = Folder.File("depot");
        IFileSetReader[] readers = [new DebSetReader(), new RpmSetReader(), new TreeSetReader()];
        Depot = new KernelDepot(
            new SpecificationRouter(new UploadedKernelSource(_store, readers, Path.Combine(root, "scratch")), new KernelSources([])),
            _store, _manifests, Options.Create(new KernelDepotOptions { Root = root }), TimeProvider.System, NullLogger<KernelDepot>.Instance, debugInfo);
    }

    private protected ScratchFolder Folder { get; } = new();

    private protected MemoryBlobs Blobs { get; } = new();

    private protected KernelDepot Depot { get; }

    private protected Recorder<WorkProgress> Progress { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<KernelTree> AddAsync(PackageForm form, IEnumerable<string> files)
    {
        var sent = new List<KernelFile>();
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            var blob = await Blobs.PutAsync(content, "test", null, CancellationToken.None);
            sent.Add(new KernelFile(Path.GetFileName(file), blob.Digest));
        }

        return await Depot.AddAsync(await _store.PutAsync(new KernelFiles(form, sent), CancellationToken.None), Progress, CancellationToken.None);
    }

    /// <summary>Refused for one of these words' sake, and nothing is left of it: no folder, no blob, no manifest.</summary>
    private protected async Task RefusedAsync(PackageForm form, IEnumerable<string> files, params string[] words)
    {
        var before = (Blobs.Count, (await Depot.ListAsync(CancellationToken.None)).Count);
        var failure = (await Assert.ThrowsAsync<FarmException>(() => AddAsync(form, files))).Failure;
        Assert.Equal(FailureCode.BadKernelTree, failure.Code);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.NotEmpty(failure.Advice);
        Assert.Equal(before, (Blobs.Count, (await Depot.ListAsync(CancellationToken.None)).Count));
        var scratch = Folder.File("depot/scratch");
        Assert.Empty(Directory.Exists(scratch) ? Directory.EnumerateFileSystemEntries(scratch) : []);
    }
}
