using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Collection;
using StapFarm.Storage.Manifests;
using StapFarm.Storage.Modules;
using StapFarm.Testing;

namespace StapFarm.Storage.Tests.Collection;

/// <summary>The real stores on files with a collector, and time that passes when a test says so.</summary>
internal sealed class CollectedStore : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly Recorder<WorkProgress> _progress = new();

    /// <param name="meanwhile">What happens at each step of a collection.</param>
    public CollectedStore(Func<Task>? meanwhile = null)
    {
        Uses = new();
        var shelf = new FileBlobShelf(_folder.Options);
        var manifestUses = new FileManifestUses(_folder.Options, Time);
        Blobs = new VerifyingBlobStore(new FileBlobStore(_folder.Options, Time), NullLogger<VerifyingBlobStore>.Instance);
        Manifests = new FileManifestStore(_folder.Options);
        Modules = new(Blobs, Manifests, manifestUses, shelf, Time);
        IManifestStore manifests = meanwhile is null ? Manifests : new InterruptedManifests(Manifests, meanwhile);
        Collector = new(
            new(Blobs, manifests, manifestUses, shelf, Time),
            manifests,
            manifestUses,
            Blobs,
            meanwhile is null ? shelf : new InterruptedShelf(shelf, meanwhile),
            Uses,
            Options.Create(Settings),
            Time,
            NullLogger<StoreCollector>.Instance);
    }

    public static TimeSpan Grace { get; } = TimeSpan.FromHours(1);

    public CollectionOptions Settings { get; } = new() { Grace = Grace, UploadGrace = 24 * Grace };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public FakeUses Uses { get; }

    public IBlobStore Blobs { get; }

    public FileManifestStore Manifests { get; }

    public ModuleCache Modules { get; }

    public StoreCollector Collector { get; }

    public IReadOnlyList<WorkProgress> Progress => _progress.Items;

    public IReadOnlyList<string> Files => _folder.Files;

    public static ModuleKey Key(string name) => new(Digest.Of(Encoding.UTF8.GetBytes(name)));

    public async Task<BlobRef> PutAsync(string content, string mediaType = MediaTypes.Module) =>
        await Blobs.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), mediaType, null, default);

    public async Task<ModuleManifest> PublishAsync(string name, string content) => await PublishAsync(name, await PutAsync(content));

    public async Task<ModuleManifest> PublishAsync(string name, BlobRef content) => await Modules.PublishAsync(
        new(
            Key(name),
            TranslationKind.Module,
            content,
            name,
            new StapMessages(Array.Empty<byte>(), Array.Empty<byte>()),
            new PairName(Digest.Of("toolchain"u8), Digest.Of("tree"u8)),
            new KernelIdentity(Architecture.X86_64, "6.1.0", "#1", "abcd"),
            "5.1",
            1,
            [],
            "local",
            Time.GetUtcNow(),
            TimeSpan.FromSeconds(3)),
        default);

    public async Task<bool> HasAsync(string name) => await Modules.PeekAsync(Key(name), default) is not null;

    public async Task<bool> HasAsync(BlobRef blob) => await Blobs.StatAsync(blob.Digest, default) is not null;

    public Task<CollectionReport> CollectAsync(TimeSpan? olderThan = null, long? keep = null, long? keepBlobs = null, bool dryRun = false) =>
        Collector.CollectAsync(new(olderThan, keep, keepBlobs, dryRun), _progress, default);

    public void Pass(TimeSpan time) => Time.Advance(time);

    public void Dispose() => _folder.Dispose();
}
