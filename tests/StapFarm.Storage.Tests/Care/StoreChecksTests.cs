using System.Text;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Runs;
using StapFarm.Model.Work;
using StapFarm.Storage.Blobs;
using StapFarm.Storage.Care;
using StapFarm.Storage.Manifests;
using StapFarm.Storage.Modules;
using StapFarm.Storage.Sessions;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Storage.Tests.Care;

public sealed class StoreChecksTests : IDisposable
{
    private static readonly ManifestForm Toolchains = new(
        ManifestKind.Toolchain,
        document => [ManifestDocument.Read<BlobRef>("toolchain", 1, document)],
        IsRemade: false,
        "Add it again.");

    private readonly StoreFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly Recorder<WorkProgress> _progress = new();
    private readonly FileBlobStore _blobs;
    private readonly FileManifestStore _manifests;

    public StoreChecksTests()
    {
        _blobs = new(_folder.Options);
        _manifests = new(_folder.Options);
    }

    private BlobsCheck Blobs => new(_folder.Options, _time);

    private ManifestsCheck Manifests => new(_manifests, _blobs, [ModuleCache.Form, Toolchains]);

    private SessionLogsCheck Sessions => new(_folder.Options, _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whole_stores_have_no_findings_and_how_fast_they_are_read_is_shown()
    {
        var blob = await PutAsync("content");
        await _manifests.PutAsync(new(ManifestKind.Toolchain, "a"), ManifestDocument.Write("toolchain", 1, blob), default);
        await new FileSessionLogStore(_folder.Options).AppendAsync("s", [new OutputChunk(1, OutputChannel.Stdout, "line\n"u8.ToArray())], default);

        foreach (var check in (IStoreCheck[])[Blobs, Manifests, Sessions])
        {
            Assert.Empty(await FindAsync(check));
            Assert.Empty(await FindAsync(check, quick: true));
        }

        Assert.Contains(_progress.Items, progress => progress is { Stage: "blobs", Fraction: 1 } && progress.Text.Contains("MB/s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "other content", 1, 0)]
    [InlineData(true, "isn't a whole blob", 1, 1)]
    public async Task A_damaged_blob_is_found_and_removed_so_that_it_can_be_stored_again(bool isCut, string what, int found, int foundQuickly)
    {
        var blob = await PutAsync("content");
        await PutAsync("another");
        var path = _folder.BlobPath(blob.Digest.ToString());
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, isCut ? bytes[..^1] : bytes);

        Assert.Equal(foundQuickly, (await FindAsync(Blobs, quick: true)).Count);
        var findings = await FindAsync(Blobs);
        Assert.Equal(found, findings.Count);
        Assert.Equal(blob.Digest.ToString(), findings[0].Subject);
        Assert.Contains(what, findings[0].What, StringComparison.Ordinal);
        Assert.True(File.Exists(path));

        await findings[0].Repair!(_progress, default);
        Assert.Empty(await FindAsync(Blobs));
        Assert.Equal(blob, await PutAsync("content"));
    }

    [Fact]
    public async Task A_blob_that_became_whole_before_its_repair_stays()
    {
        var blob = await PutAsync("content");
        var path = _folder.BlobPath(blob.Digest.ToString());
        var whole = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, whole[..^1]);
        var finding = Assert.Single(await FindAsync(Blobs));
        await File.WriteAllBytesAsync(path, whole);

        await finding.Repair!(_progress, default);

        Assert.NotNull(await _blobs.StatAsync(blob.Digest, default));
    }

    [Fact]
    public async Task A_blob_of_another_version_and_what_is_no_blob_are_left_to_people()
    {
        var blob = await PutAsync("content");
        var path = _folder.BlobPath(blob.Digest.ToString());
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[14] = 9;
        await File.WriteAllBytesAsync(path, bytes);
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "blobs", "notes.txt"), "mine");

        var findings = await FindAsync(Blobs);

        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.Null(finding.Repair));
        Assert.Contains(findings, finding => finding.What.Contains("version 9", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"format":"stapfarm-module","version":9,"body":{}}""", "version 9")]
    [InlineData("{ half", "can't be read")]
    [InlineData("", "can't be read")]
    public async Task A_module_that_this_release_can_not_read_is_dropped_and_built_anew(string document, string what)
    {
        var name = new ManifestName(ManifestKind.Module, Digest.Of([1]).ToString());
        await _manifests.PutAsync(name, Encoding.UTF8.GetBytes(document), default);

        var finding = Assert.Single(await FindAsync(Manifests, quick: true));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Contains(name.Id, finding.Subject, StringComparison.Ordinal);
        await finding.Repair!(_progress, default);

        Assert.Null(await _manifests.GetAsync(name, default));
    }

    [Fact]
    public async Task A_manifest_whose_blob_is_gone_says_what_to_do_and_is_not_dropped_when_nothing_makes_it_again()
    {
        var blob = await PutAsync("root");
        await _manifests.PutAsync(new(ManifestKind.Toolchain, "a"), ManifestDocument.Write("toolchain", 1, blob), default);
        await _blobs.DeleteAsync(blob.Digest, default);

        var finding = Assert.Single(await FindAsync(Manifests));

        Assert.Contains(blob.Digest.ToString(), finding.What, StringComparison.Ordinal);
        Assert.Equal("Add it again.", finding.Advice);
        Assert.Null(finding.Repair);
    }

    [Fact]
    public async Task What_another_release_says_of_a_toolchain_is_never_dropped_and_what_nobody_can_read_is()
    {
        await _manifests.PutAsync(new(ManifestKind.Toolchain, "newer"), """{"format":"toolchain","version":2,"body":{}}"""u8.ToArray(), default);
        await _manifests.PutAsync(new(ManifestKind.Toolchain, "rubbish"), "rubbish"u8.ToArray(), default);

        var findings = (await FindAsync(Manifests)).ToDictionary(finding => finding.Subject);

        Assert.Null(findings["Toolchain newer"].Repair);
        Assert.Contains("data root of its own", findings["Toolchain newer"].Advice, StringComparison.Ordinal);
        Assert.NotNull(findings["Toolchain rubbish"].Repair);
    }

    [Fact]
    public async Task The_output_of_a_session_is_read_to_its_end_unless_it_shall_be_quick()
    {
        var logs = new FileSessionLogStore(_folder.Options);
        await logs.AppendAsync("damaged", [new(1, OutputChannel.Stdout, "one\n"u8.ToArray()), new(2, OutputChannel.Stdout, "two\n"u8.ToArray())], default);
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "sessions", "other.log"), "something else, long enough");
        var path = Path.Combine(_folder.Root, "sessions", "damaged.log");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[SessionLogHeader.Length + SessionRecord.HeaderLength] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        Assert.Equal(["other"], (await FindAsync(Sessions, quick: true)).Select(finding => finding.Subject));
        Assert.Equal(["damaged", "other"], (await FindAsync(Sessions)).Select(finding => finding.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_that_were_begun_and_never_finished_are_removed_when_they_are_old()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Root, "incoming")).FullName;
        foreach (var (name, age) in new[] { ("old", 25), ("going-on", 23) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "half");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), _time.GetUtcNow().UtcDateTime.AddHours(-age));
        }

        var check = new LeftoversCheck("unfinished files", folder, TimeSpan.FromHours(24), _time);
        var finding = Assert.Single(await FindAsync(check));
        await finding.Repair!(_progress, default);

        Assert.Equal(["going-on"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Empty(await FindAsync(new LeftoversCheck("uploads", Path.Combine(folder, "missing"), TimeSpan.Zero, _time)));
    }

    private async Task<BlobRef> PutAsync(string content) => await _blobs.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), "test/bytes", null, default);

    private async Task<List<Finding>> FindAsync(IStoreCheck check, bool quick = false) => await check.ExamineAsync(quick, _progress, default).ToListAsync();
}
