using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Manifests;
using Xunit;

namespace StapFarm.Storage.Tests.Manifests;

public sealed class FileManifestStoreTests : IDisposable
{
    private static readonly ManifestName Name = new(ManifestKind.Module, "abc");

    private readonly StoreFolder _folder = new();
    private readonly FileManifestStore _store;

    public FileManifestStoreTests() => _store = new FileManifestStore(_folder.Options);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_document_stays()
    {
        Assert.True(await _store.PutIfAbsentAsync(Name, new byte[] { 1 }, default));
        Assert.False(await _store.PutIfAbsentAsync(Name, new byte[] { 2 }, default));

        Assert.Equal([1], (await _store.GetAsync(Name, default))!.Value.ToArray());
    }

    [Fact]
    public async Task Of_many_that_put_at_once_exactly_one_wins_and_all_see_its_document()
    {
        for (var round = 0; round < 20; round++)
        {
            var name = new ManifestName(ManifestKind.Attempts, $"round-{round}");
            using var start = new Barrier(4);
            var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(
                () =>
                {
                    var document = Enumerable.Repeat((byte)writer, 10_000).ToArray();
                    start.SignalAndWait();
                    var store = new FileManifestStore(_folder.Options);
                    return store.PutIfAbsentAsync(name, document, default).AsTask().GetAwaiter().GetResult() ? writer : -1;
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            var winner = Assert.Single(won, writer => writer >= 0);
            Assert.Equal(Enumerable.Repeat((byte)winner, 10_000), (await _store.GetAsync(name, default))!.Value.ToArray());
        }
    }

    [Fact]
    public async Task Putting_takes_the_place_of_the_old_document_and_leaves_no_other_file()
    {
        await _store.PutAsync(Name, new byte[] { 1 }, default);
        await _store.PutAsync(Name, new byte[] { 2 }, default);

        Assert.Equal([2], (await _store.GetAsync(Name, default))!.Value.ToArray());
        Assert.Equal(["manifests/module/abc.json"], _folder.Files);
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_can_not_be_deleted()
    {
        Assert.Null(await _store.GetAsync(Name, default));
        Assert.False(await _store.DeleteAsync(Name, default));
    }

    [Fact]
    public async Task A_list_has_the_names_of_its_kind_only()
    {
        await _store.PutAsync(Name, new byte[] { 1 }, default);
        await _store.PutAsync(new ManifestName(ManifestKind.Pair, "other"), new byte[] { 1 }, default);

        Assert.Equal([Name], await _store.ListAsync(ManifestKind.Module, default).ToListAsync());
        Assert.Empty(await _store.ListAsync(ManifestKind.Toolchain, default).ToListAsync());
    }

    [Fact]
    public async Task Every_kind_has_a_folder_of_its_own()
    {
        foreach (var kind in Enum.GetValues<ManifestKind>())
        {
            await _store.PutAsync(new ManifestName(kind, "same"), new byte[] { (byte)kind }, default);
        }

        foreach (var kind in Enum.GetValues<ManifestKind>())
        {
            Assert.Equal([(byte)kind], (await _store.GetAsync(new ManifestName(kind, "same"), default))!.Value.ToArray());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../module/abc")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("A")]
    [InlineData("a\n")]
    public async Task A_name_that_could_leave_its_folder_is_refused(string id)
    {
        var name = new ManifestName(ManifestKind.Module, id);

        await FailureAssert.ThrowsAsync(FailureCode.InvalidRequest, async () => await _store.GetAsync(name, default));
        await FailureAssert.ThrowsAsync(FailureCode.InvalidRequest, async () => await _store.PutAsync(name, new byte[] { 1 }, default));
        await FailureAssert.ThrowsAsync(FailureCode.InvalidRequest, async () => await _store.DeleteAsync(name, default));
    }

    [Fact]
    public async Task A_name_of_201_characters_is_refused_and_one_of_200_is_taken()
    {
        await _store.PutAsync(new ManifestName(ManifestKind.Module, new string('a', 200)), new byte[] { 1 }, default);

        await FailureAssert.ThrowsAsync(
            FailureCode.InvalidRequest,
            async () => await _store.PutAsync(new ManifestName(ManifestKind.Module, new string('a', 201)), new byte[] { 1 }, default));
    }
}
