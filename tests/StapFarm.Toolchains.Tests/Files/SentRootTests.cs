using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Files;

public sealed class SentRootTests : IDisposable
{
    private readonly DepotFixture _fixture = new();

    private ToolchainFileStore Files => new(_fixture.Blobs, _fixture.Manifests);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_root_that_is_refused_leaves_neither_its_file_nor_a_folder()
    {
        using var tar = new TarFixture();
        var specification = await SendAsync(tar.File("usr/bin/a").File("usr/lib/b").ToBytes());

        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.AddAsync(specification))).Failure;
        Assert.Contains("stap (/usr/bin/stap)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Blobs.Count);
        Assert.Empty(_fixture.Manifests.Names);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Scratch));
    }

    [Fact]
    public async Task An_addition_that_was_called_off_keeps_the_file_so_that_it_isnt_sent_again()
    {
        using var tar = new TarFixture();
        var specification = await SendAsync(tar.File("usr/bin/a").ToBytes());
        using var cancel = new CancellationTokenSource();
        _fixture.Blobs.OpenGate = new TaskCompletionSource().Task;
        var adding = _fixture.Depot.AddAsync(specification, _fixture.Progress, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Equal(2, _fixture.Blobs.Count);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Scratch));
    }

    [Fact]
    public async Task A_refused_file_that_is_also_a_kernels_or_a_toolchains_stays()
    {
        var added = await _fixture.AddAsync();
        var deb = await _fixture.Blobs.PutAsync(new MemoryStream("a package"u8.ToArray()), MediaTypes.Upload, null, default);
        var files = await _fixture.Blobs.PutAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"{{\"digest\": \"{deb.Digest}\"}}")), "files", null, default);
        await _fixture.Manifests.PutAsync(
            new ManifestName(ManifestKind.KernelTree, Digest.Of("tree"u8).ToString()),
            ManifestDocument.Write("kernel-tree", 1, new { Origin = $"files:{files.Digest}" }),
            default);

        foreach (var content in (Digest[])[deb.Digest, added.Root.Digest])
        {
            var specification = await Files.PutAsync(new ToolchainFile(ToolchainFileForm.Export, "", "file", content), default);
            await Assert.ThrowsAsync<FarmException>(() => _fixture.AddAsync(specification));
            Assert.NotNull(await _fixture.Blobs.StatAsync(content, default));
        }
    }

    [Fact]
    public async Task Files_that_were_removed_are_to_be_sent_again()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.AddAsync(ToolchainFileName.Of(Digest.Of("gone"u8))))).Failure;

        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains("--rootfs", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian:buster")]
    [InlineData("5.1")]
    [InlineData("deadbeefcafe")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("name\n")]
    public void A_name_that_could_be_taken_for_something_else_is_refused(string name) =>
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => new ToolchainFile(ToolchainFileForm.Root, name, "root.tar", Digest.Of("x"u8)).Write()).Failure.Code);

    [Fact]
    public void A_form_that_isnt_known_is_refused() =>
        Assert.Contains("form 7", Assert.Throws<FarmException>(() => new ToolchainFile((ToolchainFileForm)7, "a", "b", Digest.Of("x"u8)).Write()).Message, StringComparison.Ordinal);

    private async Task<string> SendAsync(byte[] file)
    {
        var content = await _fixture.Blobs.PutAsync(new MemoryStream(file), MediaTypes.Upload, null, default);
        return await Files.PutAsync(new ToolchainFile(ToolchainFileForm.Root, "mine", "root.tar", content.Digest), default);
    }
}
