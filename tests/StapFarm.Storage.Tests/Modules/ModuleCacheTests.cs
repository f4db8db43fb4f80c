using Microsoft.Extensions.Logging.Abstractions;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Manifests;
using StapFarm.Storage.Modules;
using Xunit;

namespace StapFarm.Storage.Tests.Modules;

public sealed class ModuleCacheTests : IDisposable
{
    private static readonly ModuleKey Key = new(Digest.Of([1]));

    private readonly StoreFolder _folder = new();
    private readonly MemoryBlobStore _blobs = new();
    private readonly FileManifestStore _manifests;
    private readonly ModuleCache _cache;

    public ModuleCacheTests()
    {
        _manifests = new FileManifestStore(_folder.Options);
        _cache = new ModuleCache(new VerifyingBlobStore(_blobs, NullLogger<VerifyingBlobStore>.Instance), _manifests);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_published_is_a_hit_with_all_it_said()
    {
        var manifest = Manifest(_blobs.Add([1, 2, 3]));

        await _cache.PublishAsync(manifest, default);
        var hit = (await _cache.FindAsync(Key, default))!;

        Assert.Equal(manifest with { Messages = hit.Messages, KeyFields = hit.KeyFields }, hit);
        Assert.Equal(manifest.KeyFields, hit.KeyFields);
        Assert.Equal(manifest.Messages.Warnings.ToArray(), hit.Messages.Warnings.ToArray());
        Assert.Equal(manifest.Messages.Passes.ToArray(), hit.Messages.Passes.ToArray());
    }

    [Fact]
    public async Task A_manifest_whose_blob_is_gone_is_a_miss()
    {
        var blob = _blobs.Add([1, 2, 3]);
        await _cache.PublishAsync(Manifest(blob), default);

        _blobs.Blobs.Remove(blob.Digest);

        Assert.Null(await _cache.FindAsync(Key, default));
        Assert.Empty(await _cache.ListAsync(default).ToListAsync());
    }

    [Fact]
    public async Task A_manifest_whose_blob_does_not_verify_is_a_miss()
    {
        var blob = _blobs.Add([1, 2, 3]);
        await _cache.PublishAsync(Manifest(blob), default);

        _blobs.Change(blob, [1, 2, 4]);

        Assert.Null(await _cache.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_manifest_is_not_published_before_its_blob() =>
        await FailureAssert.ThrowsAsync(
            FailureCode.NotFound,
            async () => await _cache.PublishAsync(Manifest(new BlobRef(Digest.Of([9]), 1, MediaTypes.Module)), default));

    [Fact]
    public async Task The_first_publication_stays_and_the_late_one_is_told()
    {
        var first = Manifest(_blobs.Add([1]));
        await _cache.PublishAsync(first, default);

        var stored = await _cache.PublishAsync(Manifest(_blobs.Add([2])), default);

        Assert.Equal(first.Content, stored.Content);
    }

    [Fact]
    public async Task A_publication_takes_the_place_of_one_whose_blob_is_gone()
    {
        var lost = _blobs.Add([1]);
        await _cache.PublishAsync(Manifest(lost), default);
        _blobs.Blobs.Remove(lost.Digest);

        await _cache.PublishAsync(Manifest(_blobs.Add([2])), default);

        Assert.Equal(Digest.Of([2]), (await _cache.FindAsync(Key, default))!.Content.Digest);
    }

    [Fact]
    public async Task A_manifest_that_can_not_be_read_is_a_miss_and_is_replaced()
    {
        await _manifests.PutAsync(new ManifestName(ManifestKind.Module, Key.ToString()), "{ half"u8.ToArray(), default);

        Assert.Null(await _cache.FindAsync(Key, default));
        await _cache.PublishAsync(Manifest(_blobs.Add([2])), default);

        Assert.NotNull(await _cache.FindAsync(Key, default));
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("manifests")]
    public async Task What_a_power_failure_has_emptied_is_a_miss_and_is_made_again(string emptied)
    {
        var blobs = new FileBlobStore(_folder.Options);
        var cache = new ModuleCache(new VerifyingBlobStore(blobs, NullLogger<VerifyingBlobStore>.Instance), _manifests);
        await PublishAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder.Options.Value.Root, emptied), "*", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, []);
        }

        Assert.Null(await cache.FindAsync(Key, default));
        await PublishAsync();
        Assert.NotNull(await cache.FindAsync(Key, default));

        async Task PublishAsync() =>
            await cache.PublishAsync(Manifest(await blobs.PutAsync(new MemoryStream([1, 2, 3]), MediaTypes.Module, expected: null, default)), default);
    }

    [Fact]
    public async Task A_manifest_of_another_version_is_refused_with_that_version()
    {
        await _manifests.PutAsync(
            new ManifestName(ManifestKind.Module, Key.ToString()),
            """{"format":"stapfarm-module","version":99,"body":{}}"""u8.ToArray(),
            default);

        var failure = await FailureAssert.ThrowsAsync(FailureCode.UnknownVersion, async () => await _cache.FindAsync(Key, default));

        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_takes_the_content_along_unless_another_module_has_it_too()
    {
        var shared = _blobs.Add([1]);
        var other = new ModuleKey(Digest.Of([2]));
        await _cache.PublishAsync(Manifest(shared), default);
        await _cache.PublishAsync(Manifest(shared) with { Key = other }, default);

        Assert.True(await _cache.RemoveAsync(Key, default));
        Assert.NotNull(await _cache.FindAsync(other, default));
        Assert.True(await _cache.RemoveAsync(other, default));

        Assert.Empty(_blobs.Blobs);
        Assert.False(await _cache.RemoveAsync(other, default));
    }

    private static ModuleManifest Manifest(BlobRef content) => new(
        Key,
        TranslationKind.Module,
        content,
        "stap_1",
        new StapMessages("WARNING: x\n"u8.ToArray(), new byte[] { 0xFF, 0x01 }),
        new PairName(Digest.Of([3]), Digest.Of([4])),
        new KernelIdentity(Architecture.X86_64, "6.1.0", "#1", "abcd"),
        "5.1",
        1,
        [new KeyField("script", Digest.Of([5]))],
        "local",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        TimeSpan.FromSeconds(3));
}
