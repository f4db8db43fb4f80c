using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Storage.Modules;
using Xunit;

namespace StapFarm.Storage.Tests;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_registered_blob_store_verifies_and_limits()
    {
        await using var services = Services(options =>
        {
            options.Root = _folder.Root;
            options.MaxBlobBytes = 1000;
        });
        var store = services.GetRequiredService<IBlobStore>();
        var blob = await store.PutAsync(new MemoryStream(new byte[500]), "test/bytes", null, default);
        var path = _folder.BlobPath(blob.Digest.ToString());
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await FailureAssert.ThrowsAsync(FailureCode.Corrupt, async () =>
        {
            await using var stream = await store.OpenAsync(blob.Digest, 0, default);
            await stream.CopyToAsync(Stream.Null);
        });
        await FailureAssert.ThrowsAsync(
            FailureCode.LimitExceeded,
            async () => await store.PutAsync(new MemoryStream(new byte[1001]), "test/bytes", null, default));
    }

    [Fact]
    public async Task Every_store_is_registered()
    {
        await using var services = Services(options => options.Root = _folder.Root);

        Assert.NotNull(services.GetRequiredService<IManifestStore>());
        Assert.NotNull(services.GetRequiredService<ISessionLogStore>());
        Assert.NotNull(services.GetRequiredService<ModuleCache>());
    }

    [Theory]
    [InlineData("", "Root")]
    [InlineData("relative/folder", "absolute")]
    public async Task A_root_that_is_none_is_refused_at_start_by_name(string root, string named)
    {
        await using var services = Services(options => options.Root = root);

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<FileStorageOptions>>().Value);

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<FileStorageOptions> configure) =>
        new ServiceCollection().AddLogging().AddFileStorage(configure).BuildServiceProvider();
}
