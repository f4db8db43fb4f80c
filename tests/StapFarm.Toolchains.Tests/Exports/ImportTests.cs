using System.Text;
using System.Text.RegularExpressions;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Exports;
using StapFarm.Toolchains.Files;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Exports;

public sealed partial class ImportTests : IDisposable
{
    private readonly DepotFixture _here = new();
    private readonly DepotFixture _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task An_imported_toolchain_has_digest_name_packages_bundle_and_root_of_the_exported_one()
    {
        var exported = await _here.AddAsync();
        _there.Time.Advance(TimeSpan.FromDays(2));
        var imported = await ImportAsync(await ExportAsync(exported));

        Assert.Equal((exported.Digest, exported.Name, exported.StapVersion, exported.Root), (imported.Digest, imported.Name, imported.StapVersion, imported.Root));
        Assert.Equal(exported.Packages, imported.Packages);
        Assert.Equal(_there.Time.GetUtcNow(), imported.AddedAt);
        var bundle = await _there.Depot.FindBundleAsync(imported.Digest, Architecture.X86_64, default);
        Assert.Equal((await _here.Depot.FindBundleAsync(exported.Digest, Architecture.X86_64, default))!.Content, bundle!.Content);
        Assert.Equal("stap 5.1", await File.ReadAllTextAsync(Path.Combine(await _there.OpenAsync(imported.Digest), "usr/bin/stap")));
        Assert.Equal(2, _there.Blobs.Count);
    }

    [Fact]
    public async Task What_the_exporting_farm_knows_of_its_pairs_is_not_taken_over()
    {
        var exported = await _here.AddAsync();
        using var pairs = PairRegistryTests.RegistryOver(_here.Manifests, _here.Time);
        await pairs.RecordAsync(new PairName(exported.Digest, Digest.Of("tree"u8)), new PairEvidence(PairState.Runs, "runner a", "key", _here.Time.GetUtcNow()), default);

        await ImportAsync(await ExportAsync(exported));

        Assert.DoesNotContain(_there.Manifests.Names, name => name.Kind is ManifestKind.Pair or ManifestKind.Promotion);
    }

    [Fact]
    public async Task Importing_what_is_there_changes_nothing_and_says_so()
    {
        var file = await ExportAsync(await _here.AddAsync());
        var first = await ImportAsync(file);
        _there.Time.Advance(TimeSpan.FromDays(1));
        var second = await ImportAsync([.. file, .. new byte[512]]);

        Assert.Equal(first.AddedAt, second.AddedAt);
        Assert.Contains(_there.Progress.Items, progress => progress.Text.Contains("there already", StringComparison.Ordinal));
        Assert.Equal(2, _there.Blobs.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_file_is_refused_also_when_its_toolchain_is_there(bool truncated)
    {
        var file = await ExportAsync(await _here.AddAsync());
        await ImportAsync(file);
        file[file.Length / 2] ^= 1;

        var failure = (await Assert.ThrowsAsync<FarmException>(() => ImportAsync(truncated ? file[..(file.Length / 2)] : file))).Failure;
        Assert.Equal(FailureCode.Corrupt, failure.Code);
        Assert.Single(await _there.Depot.ListAsync(default));
        Assert.Equal(2, _there.Blobs.Count);
    }

    [Fact]
    public async Task A_toolchain_whose_root_was_lost_is_whole_again_after_an_import()
    {
        var file = await ExportAsync(await _here.AddAsync());
        var first = await ImportAsync(file);
        await _there.Blobs.DeleteAsync(first.Root.Digest, default);
        await ImportAsync([.. file, .. new byte[512]]);

        Assert.True(Directory.Exists(await _there.OpenAsync(first.Digest)));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_truncated_file_is_refused_and_nothing_is_left(double part)
    {
        var file = await ExportAsync(await _here.AddAsync());

        await RefusedAsync(file[..(int)(file.Length * part)], FailureCode.Corrupt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(4000)]
    public async Task What_is_no_export_is_told_from_a_damaged_one(int bytes) => Assert.Contains(
        "is no export of a toolchain",
        (await RefusedAsync([.. Enumerable.Repeat((byte)'x', bytes)], FailureCode.Corrupt)).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_lacks_only_the_mark_of_its_end_is_refused()
    {
        var file = await ExportAsync(await _here.AddAsync());

        Assert.Contains("truncated", (await RefusedAsync(file[..^1024], FailureCode.Corrupt)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public async Task A_file_with_one_other_byte_is_refused_and_nothing_is_left(double place)
    {
        var file = await ExportAsync(await _here.AddAsync());
        file[(int)(file.Length * place)] ^= 1;

        await RefusedAsync(file, FailureCode.Corrupt);
    }

    [Fact]
    public async Task A_file_of_another_version_is_refused_with_its_number()
    {
        var export = await DescribeAsync(await _here.AddAsync());
        var later = Encoding.UTF8.GetBytes(Version().Replace(Encoding.UTF8.GetString(export.Document.Span), "\"version\": 7", 1));
        var file = ExportFile.Of((ToolchainExports.DocumentEntry, later), (ToolchainExports.HashEntry, ExportFile.Hash(later)));

        Assert.Contains("version 7", (await RefusedAsync(file, FailureCode.UnknownVersion)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_that_isnt_the_toolchains_is_refused_though_every_part_fits_its_own_digest()
    {
        var one = await _here.AddAsync();
        _here.Maker.Packages = [SyntheticRoot.Package("systemtap", "5.6.1")];
        var other = await _here.AddAsync("debian:sid");
        await _here.Manifests.PutAsync(new ManifestName(ManifestKind.Toolchain, one.Digest.ToString()), ManifestDocument.Write("toolchain", 1, one with { Root = other.Root }), default);

        var failure = await RefusedAsync(await ExportAsync((await _here.Depot.FindAsync(one.Digest, default))!), FailureCode.Corrupt);
        Assert.Contains("isn't that of the toolchain", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a changed file")]
    [InlineData("a program with privileges")]
    [InlineData("a path that climbs out")]
    public async Task A_root_known_by_its_contents_is_refused_with_other_contents(string what)
    {
        var listing = new StapFarm.Toolchains.Roots.RootListing();
        listing.AddFile("usr/bin/stap", isProgram: false, Digest.Of("good"u8));
        var identity = new RootIdentity(RootIdentity.ContentsRecipe, Architecture.X86_64, [Architecture.X86_64], []) { Contents = listing.ComputeDigest() };
        Assert.Equal(identity.ComputeDigest(), (await ImportAsync(await PackAsync(identity, tar => tar.File("./usr/bin/stap", "good")))).Digest);
        await _there.Depot.RemoveAsync(identity.ComputeDigest(), default);

        var file = await PackAsync(identity, tar => _ = what switch
        {
            "a changed file" => tar.File("./usr/bin/stap", "evil"),
            "a program with privileges" => tar.File("./usr/bin/stap", "good", TarFixture.Plain | UnixFileMode.SetUser),
            _ => tar.File("./usr/bin/stap", "good").File("../../etc/passwd"),
        });
        await RefusedAsync(file, what == "a changed file" ? FailureCode.Corrupt : FailureCode.InvalidRequest);
    }

    [Fact]
    public async Task A_toolchain_of_another_architecture_is_refused_with_its_name()
    {
        var arm = (await _here.AddAsync()) with { Host = Architecture.Arm64 };
        var document = new ToolchainExportDocument(arm, [new RuntimeBundle(arm.Digest, arm.StapVersion, arm.Host, arm.Root)]).Write();
        var file = ExportFile.Of((ToolchainExports.DocumentEntry, document), (ToolchainExports.HashEntry, ExportFile.Hash(document)));

        Assert.Contains("arm64", (await RefusedAsync(file, FailureCode.Unsupported)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_export_is_refused_with_the_command_that_makes_one()
    {
        using var tar = new TarFixture();
        var failure = await RefusedAsync(tar.File("./usr/bin/stap").ToBytes(), FailureCode.Corrupt);

        Assert.Contains("stapfarm toolchain export", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exporting_a_toolchain_whose_root_is_lost_says_how_it_comes_back()
    {
        var lost = await _here.AddAsync();
        await _here.Blobs.DeleteAsync(lost.Root.Digest, default);

        var failure = (await Assert.ThrowsAsync<FarmException>(() => DescribeAsync(lost))).Failure;
        Assert.Equal(FailureCode.NotFound, failure.Code);
        Assert.Contains("toolchain add debian:trixie", failure.Advice, StringComparison.Ordinal);
    }

    private Task<ToolchainExport> DescribeAsync(Toolchain toolchain) => new ToolchainExports(_here.Blobs, _here.Manifests).DescribeAsync(toolchain, default);

    private async Task<byte[]> ExportAsync(Toolchain toolchain) => ExportFile.Of(await DescribeAsync(toolchain), _here.Blobs);

    /// <summary>The export of a toolchain whose root is a tar that says it is the one of the identity.</summary>
    private async Task<byte[]> PackAsync(RootIdentity identity, Action<TarFixture> fill)
    {
        using var tar = new TarFixture();
        fill(tar);
        using var said = new Testing.ScratchFolder();
        identity.WriteInto(said.Path);
        tar.File($"./{RootIdentity.FileName}", await File.ReadAllBytesAsync(said.File(RootIdentity.FileName)));
        using var compressor = new ZstdSharp.Compressor();
        var root = await _here.Blobs.PutAsync(new MemoryStream(compressor.Wrap(tar.ToBytes()).ToArray()), MediaTypes.ToolchainRoot, null, default);
        var toolchain = new Toolchain(identity.ComputeDigest(), "mine", "4.0", identity.Host, identity.Targets, ["gcc"], [], root, Example.Start);
        var document = new ToolchainExportDocument(toolchain, [new RuntimeBundle(toolchain.Digest, "4.0", identity.Host, root)]);
        return ExportFile.Of(new ToolchainExport(document.Write(), document.Blobs()), _here.Blobs);
    }

    private async Task<Toolchain> ImportAsync(byte[] file)
    {
        var content = await _there.Blobs.PutAsync(new MemoryStream(file), MediaTypes.Upload, null, default);
        var specification = await new ToolchainFileStore(_there.Blobs, _there.Manifests).PutAsync(new ToolchainFile(ToolchainFileForm.Export, "", "file.tar", content.Digest), default);
        return await _there.AddAsync(specification);
    }

    private async Task<FarmFailure> RefusedAsync(byte[] file, FailureCode code)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => ImportAsync(file))).Failure;
        Assert.Equal(code, failure.Code);
        Assert.Equal(0, _there.Blobs.Count);
        Assert.Empty(_there.Manifests.Names);
        return failure;
    }

    [GeneratedRegex("\"version\": 1")]
    private static partial Regex Version();
}
