using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class KernelFilesTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task The_same_files_are_the_same_work_in_whatever_order()
    {
        var (one, two) = (await PutAsync("one"u8.ToArray()), await PutAsync("two"u8.ToArray()));

        var first = await AddAsync(V1.KernelFilesForm.Deb, one, two);

        Assert.Equal(first, await AddAsync(V1.KernelFilesForm.Deb, two, one));
        Assert.NotEqual(first, await AddAsync(V1.KernelFilesForm.Rpm, one, two));
    }

    [Fact]
    public async Task A_file_that_was_not_sent_is_named() =>
        Assert.Contains(
            "nowhere.deb",
            (await FarmAssert.FailsAsync(FailureCode.NotFound, () => AddAsync(V1.KernelFilesForm.Deb, new V1.KernelFile { Name = "nowhere.deb", Digest = Digest.Of("x"u8).ToString() }))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_form_that_is_not_known_and_a_digest_that_is_none_are_refused()
    {
        var file = await PutAsync("one"u8.ToArray());
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync((V1.KernelFilesForm)77, file));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync(V1.KernelFilesForm.Unspecified, file));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync(V1.KernelFilesForm.Deb, new V1.KernelFile { Name = "a", Digest = "b" }));
    }

    private async Task<V1.KernelFile> PutAsync(byte[] content)
    {
        var blob = await _farm.Services.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(content), MediaTypes.Upload, null, default);
        return new() { Name = $"{blob.Digest.Short}.deb", Digest = blob.Digest.ToString() };
    }

    private async Task<string> AddAsync(V1.KernelFilesForm form, params V1.KernelFile[] files) =>
        (await _farm.KernelsClient.AddAsync(new() { Files = new() { Form = form, Files = { files } } })).WorkId;
}
