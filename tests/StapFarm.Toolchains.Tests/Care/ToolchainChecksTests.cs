using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Care;
using StapFarm.Toolchains.Locking;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Care;

public sealed class ToolchainChecksTests : IDisposable
{
    private readonly DepotFixture _fixture = new();
    private readonly FakeUses _uses = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_whole_root_has_no_findings_and_one_that_is_not_unpacked_lacks_nothing()
    {
        var toolchain = await _fixture.AddAsync();
        Assert.Empty(await FindAsync());

        await _fixture.OpenAsync(toolchain.Digest);

        Assert.Empty(await FindAsync());
        Assert.Empty(await FindAsync(quick: true));
    }

    [Theory]
    [InlineData("usr/bin/stap", 0)]
    [InlineData("stapfarm/toolchain.json", 1)]
    public async Task A_root_that_was_changed_is_found_with_the_file_and_unpacked_again(string changed, int foundQuickly)
    {
        var toolchain = await _fixture.AddAsync();
        var root = await _fixture.OpenAsync(toolchain.Digest);
        File.WriteAllText(Path.Combine(root, changed), "changed");

        Assert.Equal(foundQuickly, (await FindAsync(quick: true)).Count);
        var finding = Assert.Single(await FindAsync());
        Assert.Contains(foundQuickly == 0 ? changed : "can't be read", finding.What, StringComparison.Ordinal);
        Assert.Equal("unpacked it again", await finding.Repair!(_fixture.Progress, default));

        Assert.Empty(await FindAsync());
        Assert.NotEqual("changed", File.ReadAllText(Path.Combine(root, changed)));
    }

    [Fact]
    public async Task A_root_that_is_in_use_or_can_not_be_unpacked_again_stays()
    {
        var toolchain = await _fixture.AddAsync();
        var root = await _fixture.OpenAsync(toolchain.Digest);
        File.Delete(Path.Combine(root, "usr/bin/stap"));
        var finding = Assert.Single(await FindAsync());

        _uses.Now.Add(new Use("translation 0123", [], null, new PairName(toolchain.Digest, Digest.Of([1])), null));
        Assert.Equal(FailureCode.InUse, (await Assert.ThrowsAsync<FarmException>(() => finding.Repair!(_fixture.Progress, default))).Failure.Code);
        _uses.Now.Clear();
        File.Delete(Path.Combine(root, "stapfarm/toolchain.json"));
        await _fixture.Blobs.DeleteAsync(toolchain.Root.Digest, default);
        Assert.Equal(FailureCode.NotFound, (await Assert.ThrowsAsync<FarmException>(() => finding.Repair!(_fixture.Progress, default))).Failure.Code);

        Assert.True(Directory.Exists(root));
    }

    [Fact]
    public async Task The_root_of_a_toolchain_that_the_farm_does_not_have_is_removed_but_not_from_a_folder_that_farms_share()
    {
        var toolchain = await _fixture.AddAsync();
        var root = await _fixture.OpenAsync(toolchain.Digest);
        await _fixture.Manifests.DeleteAsync(new(ManifestKind.Toolchain, toolchain.Digest.ToString()), default);

        Assert.Empty(await FindAsync(isShared: true));
        var finding = Assert.Single(await FindAsync());
        await finding.Repair!(_fixture.Progress, default);

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task What_killed_processes_left_is_removed_unless_its_lock_is_held()
    {
        var roots = _fixture.Options.Roots;
        var digest = new string('a', 64);
        var dead = Directory.CreateDirectory(Path.Combine(roots, $"{digest}.unfinished-0123")).FullName;
        var making = Directory.CreateDirectory(Path.Combine(_fixture.Options.Scratch, "trixie.making-0123")).FullName;
        var living = Directory.CreateDirectory(Path.Combine(_fixture.Options.Scratch, "sid.making-0123")).FullName;
        using var held = FileLock.TryAcquire(Path.Combine(_fixture.Options.Scratch, "sid.lock"));

        var findings = await new ToolchainScratchCheck(Options.Create(_fixture.Options)).ExamineAsync(false, _fixture.Progress, default).ToListAsync();
        foreach (var finding in findings)
        {
            await finding.Repair!(_fixture.Progress, default);
        }

        Assert.Equal(2, findings.Count);
        Assert.Equal((false, false, true), (Directory.Exists(dead), Directory.Exists(making), Directory.Exists(living)));
    }

    [Fact]
    public async Task The_forms_read_what_the_depot_writes()
    {
        var toolchain = await _fixture.AddAsync();
        var forms = ToolchainForms.All.ToDictionary(form => form.Kind);
        foreach (var name in _fixture.Manifests.Names)
        {
            var blobs = forms[name.Kind].Blobs((await _fixture.Manifests.GetAsync(name, default))!.Value);
            Assert.NotNull(await _fixture.Blobs.StatAsync(Assert.Single(blobs).Digest, default));
        }

        Assert.Contains(_fixture.Manifests.Names, name => name.Id == toolchain.Digest.ToString());
        Assert.All(
            ToolchainForms.All,
            form => Assert.Equal(FailureCode.Corrupt, Assert.Throws<FarmException>(() => form.Blobs("{}"u8.ToArray())).Failure.Code));
    }

    private async Task<List<Finding>> FindAsync(bool quick = false, bool isShared = false) =>
        await new ToolchainRootsCheck(Options.Create(_fixture.Options), isShared, _fixture.Depot, _fixture.Manifests, _fixture.Blobs, _uses, _fixture.Time)
            .ExamineAsync(quick, _fixture.Progress, default).ToListAsync();
}
