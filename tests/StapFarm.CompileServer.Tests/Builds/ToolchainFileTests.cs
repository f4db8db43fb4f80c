using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class ToolchainFileTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task The_same_file_under_the_same_name_is_the_same_work()
    {
        var digest = await PutAsync("root"u8.ToArray());

        Assert.Equal(await AddAsync(digest, "mine"), await AddAsync(digest, "mine"));
        Assert.NotEqual(await AddAsync(digest, "mine"), await AddAsync(digest, "other"));
        Assert.NotEqual(await AddAsync(digest, "mine"), await AddAsync(digest, "mine", V1.ToolchainFileForm.Export));
    }

    [Fact]
    public async Task A_file_that_was_not_sent_is_named() =>
        Assert.Contains("root.tar", (await FarmAssert.FailsAsync(FailureCode.NotFound, () => AddAsync(Digest.Of("x"u8).ToString(), "mine"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_form_that_is_not_known_a_digest_that_is_none_and_a_bad_name_are_refused()
    {
        var digest = await PutAsync("root"u8.ToArray());
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync(digest, "mine", (V1.ToolchainFileForm)77));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync(digest, "mine", V1.ToolchainFileForm.Unspecified));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync("b", "mine"));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => AddAsync(digest, "debian:mine"));
    }

    [Fact]
    public async Task An_export_names_the_document_and_the_blobs_to_read()
    {
        var toolchain = Samples.Toolchain("debian:trixie", "5.1") with { Root = await StoreAsync("packed root"u8.ToArray()) };
        _farm.Toolchains.Put(toolchain);

        var export = await _farm.ToolchainsClient.ExportAsync(new() { Toolchain = "debian:trixie" });

        Assert.Equal(toolchain.Digest.ToString(), export.Toolchain.Digest);
        Assert.Equal(toolchain.Root.Digest.ToString(), Assert.Single(export.Blobs).Digest);
        Assert.Contains("\"toolchain-export\"", export.Document.ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_toolchain_whose_parts_are_lost_cant_be_exported() =>
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.ToolchainsClient.ExportAsync(new() { Toolchain = "debian:trixie" }));

    private async Task<BlobRef> StoreAsync(byte[] content) =>
        await _farm.Services.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(content), MediaTypes.Upload, null, default);

    private async Task<string> PutAsync(byte[] content) => (await StoreAsync(content)).Digest.ToString();

    private async Task<string> AddAsync(string digest, string name, V1.ToolchainFileForm form = V1.ToolchainFileForm.Root) =>
        (await _farm.ToolchainsClient.AddAsync(new() { File = new() { Form = form, Name = name, FileName = "root.tar", Digest = digest } })).WorkId;
}
