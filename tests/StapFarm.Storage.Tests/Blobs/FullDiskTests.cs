using System.Diagnostics;
using Microsoft.Extensions.Options;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Manifests;
using StapFarm.Storage.Sessions;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Storage.Tests.Blobs;

/// <summary>On a file system of one megabyte; mounting it takes root, as the whole test run does.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _root;
    private readonly IOptions<FileStorageOptions> _options;

    public FullDiskTests()
    {
        _root = _scratch.File("small");
        Directory.CreateDirectory(_root);
        Run("mount", "-t", "tmpfs", "-o", "size=1m", "stapfarm-test", _root);
        _options = Options.Create(new FileStorageOptions { Root = _root });
    }

    public void Dispose()
    {
        Run("umount", _root);
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_blob_that_does_not_fit_is_refused_with_the_folder_and_leaves_no_byte()
    {
        var store = new FileBlobStore(_options);
        await store.PutAsync(new MemoryStream([1]), "test/bytes", null, default);

        var failure = await FailureAssert.ThrowsAsync(
            FailureCode.StoreFull,
            async () => await store.PutAsync(new MemoryStream(new byte[2 << 20]), "test/bytes", null, default));

        Assert.Contains(_root, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Advice);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_root, "incoming")));
        Assert.Single(await store.ListAsync(default).ToListAsync());
        await store.PutAsync(new MemoryStream(new byte[500_000]), "test/bytes", null, default);
    }

    [Fact]
    public async Task A_manifest_that_does_not_fit_leaves_the_old_one()
    {
        var store = new FileManifestStore(_options);
        var name = new ManifestName(ManifestKind.Module, "a");
        await store.PutAsync(name, new byte[] { 1 }, default);

        await FailureAssert.ThrowsAsync(FailureCode.StoreFull, async () => await store.PutAsync(name, new byte[2 << 20], default));

        Assert.Equal([1], (await store.GetAsync(name, default))!.Value.ToArray());
    }

    [Fact]
    public async Task Output_that_does_not_fit_is_not_acknowledged_and_what_was_stays()
    {
        var store = new FileSessionLogStore(_options);
        await store.AppendAsync("s", [new OutputChunk(1, OutputChannel.Stdout, new byte[1000])], default);

        await FailureAssert.ThrowsAsync(
            FailureCode.StoreFull,
            async () => await store.AppendAsync("s", [new OutputChunk(2, OutputChannel.Stdout, new byte[2 << 20])], default));

        Assert.Single(await store.ReadAsync("s", 1, int.MaxValue, default));
        Assert.Equal(2, await store.AppendAsync("s", [new OutputChunk(2, OutputChannel.Stdout, new byte[1000])], default));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }
}
