using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class DepotTests : IDisposable
{
    private readonly DepotFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task An_added_toolchain_is_found_listed_and_opens_with_its_files()
    {
        var added = await _fixture.AddAsync();

        Assert.Equal(added.Digest, Assert.Single(await _fixture.Depot.ListAsync(default)).Digest);
        var found = await _fixture.Depot.FindAsync(added.Digest, default);
        Assert.Equal(("debian:trixie", "5.1", _fixture.Time.GetUtcNow()), (found!.Name, found.StapVersion, found.AddedAt));
        Assert.Equal(["gcc-12", "gcc-14"], found.Compilers);
        var root = await _fixture.OpenAsync(added.Digest);
        Assert.Equal(added.Digest.ToString(), Path.GetFileName(root));
        Assert.Equal("stap 5.1", await File.ReadAllTextAsync(Path.Combine(root, "usr/bin/stap")));
        Assert.Equal("stap", new FileInfo(Path.Combine(root, "usr/bin/link")).LinkTarget);
        Assert.True(Directory.Exists(Path.Combine(root, "stapfarm/scratch")));
    }

    [Fact]
    public async Task Adding_what_is_there_makes_nothing()
    {
        var first = await _fixture.AddAsync();
        var second = await _fixture.AddAsync();

        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(1, _fixture.Maker.Made);
        Assert.Contains(_fixture.Progress.Items, progress => progress.Text.Contains("there already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fresh_one_with_the_same_packages_is_the_one_that_is_there()
    {
        var first = await _fixture.AddAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        var second = await _fixture.AddAsync("debian:trixie,fresh");

        Assert.Equal(2, _fixture.Maker.Made);
        Assert.Equal((first.Digest, first.AddedAt), (second.Digest, second.AddedAt));
        Assert.Single(await _fixture.Depot.ListAsync(default));
    }

    [Fact]
    public async Task A_fresh_one_with_other_packages_stands_beside_the_old_one()
    {
        var old = await _fixture.AddAsync();
        _fixture.Maker.Packages = [SyntheticRoot.Package("systemtap", "5.1"), SyntheticRoot.Package("make", "1.22")];
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        var fresh = await _fixture.AddAsync("debian:trixie,fresh");

        Assert.NotEqual(old.Digest, fresh.Digest);
        Assert.Equal([fresh.Digest, old.Digest], (await _fixture.Depot.ListAsync(default)).Select(toolchain => toolchain.Digest));
        Assert.NotEqual(await _fixture.OpenAsync(old.Digest), await _fixture.OpenAsync(fresh.Digest));
    }

    [Theory]
    [InlineData("debian:nosuch")]
    [InlineData("trixie")]
    [InlineData("")]
    public async Task A_specification_that_nobody_can_make_is_refused_with_what_can_be_made(string specification)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.AddAsync(specification))).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("debian:trixie, debian:sid", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_add_the_same_at_once_make_it_once()
    {
        var gate = new TaskCompletionSource();
        _fixture.Maker.Gate = gate.Task;
        var first = _fixture.AddAsync();
        await _fixture.Maker.HalfMade.Task;
        var waiting = new StapFarm.Testing.Recorder<StapFarm.Model.Work.WorkProgress>();
        var second = _fixture.Another().AddAsync("debian:trixie", waiting, default);
        Assert.Contains("waiting", Assert.Single(waiting.Items).Text, StringComparison.Ordinal);

        gate.SetResult();
        var made = await first;
        while (!second.IsCompleted)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(made.Digest, (await second).Digest);
        Assert.Equal(1, _fixture.Maker.Made);
    }

    [Fact]
    public async Task A_cancelled_addition_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        _fixture.Maker.Gate = new TaskCompletionSource().Task;
        var adding = _fixture.Depot.AddAsync("debian:trixie", _fixture.Progress, cancel.Token);
        await _fixture.Maker.HalfMade.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Empty(_fixture.Manifests.Names);
        Assert.Equal(0, _fixture.Blobs.Count);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Scratch));
    }

    [Fact]
    public async Task What_a_killed_addition_left_is_removed_by_the_next()
    {
        var left = Directory.CreateDirectory(Path.Combine(_fixture.Options.Scratch, "trixie.making-0123", "usr"));
        await _fixture.AddAsync();

        Assert.False(Directory.Exists(left.FullName));
    }

    [Fact]
    public async Task A_full_store_leaves_no_toolchain_and_says_so()
    {
        _fixture.Blobs.PutFailure = new FarmException(FailureCode.StoreFull, "The disk is full.");

        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.AddAsync())).Failure;
        Assert.Equal(FailureCode.StoreFull, failure.Code);
        Assert.Empty(_fixture.Manifests.Names);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Scratch));
    }

    [Fact]
    public async Task A_toolchain_whose_packed_root_is_lost_is_made_again()
    {
        var lost = await _fixture.AddAsync();
        await _fixture.Blobs.DeleteAsync(lost.Root.Digest, default);
        await _fixture.AddAsync();

        Assert.Equal(2, _fixture.Maker.Made);
        Assert.True(Directory.Exists(await _fixture.OpenAsync(lost.Digest)));
    }

    [Fact]
    public async Task The_bundle_is_found_for_the_architecture_it_runs_on_alone()
    {
        var added = await _fixture.AddAsync();

        var bundle = await _fixture.Depot.FindBundleAsync(added.Digest, Architecture.X86_64, default);
        Assert.Equal((added.Digest, "5.1", MediaTypes.RuntimeBundle), (bundle!.Toolchain, bundle.StapVersion, bundle.Content.MediaType));
        Assert.Null(await _fixture.Depot.FindBundleAsync(added.Digest, Architecture.Arm64, default));
    }

    [Fact]
    public async Task A_toolchain_for_two_architectures_has_a_bundle_for_each_and_is_whole_with_both()
    {
        var other = CrossTarget.All.First(target => target.Architecture != Architecture.OfThisMachine).Architecture;
        var plain = await _fixture.AddAsync();
        var added = await _fixture.AddAsync($"debian:trixie+{other}");

        var bundles = await Task.WhenAll(added.Targets.Select(target => _fixture.Depot.FindBundleAsync(added.Digest, target, default)));
        Assert.Equal($"debian:trixie+{other}", added.Name);
        Assert.NotEqual(plain.Digest, added.Digest);
        Assert.Equal(added.Targets, bundles.Select(bundle => bundle!.Architecture));
        Assert.NotEqual(bundles[0]!.Content.Digest, bundles[1]!.Content.Digest);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Scratch));

        await _fixture.Blobs.DeleteAsync(bundles[1]!.Content.Digest, default);
        await _fixture.AddAsync(added.Name);
        Assert.Equal(3, _fixture.Maker.Made);
        Assert.NotNull(await _fixture.Blobs.StatAsync(bundles[1]!.Content.Digest, default));
    }

    [Fact]
    public async Task A_removed_toolchain_is_gone_with_blobs_root_pairs_and_promotions()
    {
        var added = await _fixture.AddAsync();
        var root = await _fixture.OpenAsync(added.Digest);
        using var pairs = PairRegistryTests.RegistryOver(_fixture.Manifests, _fixture.Time);
        var pair = new PairName(added.Digest, Digest.Of("tree"u8));
        await pairs.RecordAsync(pair, new PairEvidence(PairState.Runs, "runner a", "key", _fixture.Time.GetUtcNow()), default);

        Assert.True(await _fixture.Depot.RemoveAsync(added.Digest, default));
        Assert.False(await _fixture.Depot.RemoveAsync(added.Digest, default));
        Assert.Null(await _fixture.Depot.FindAsync(added.Digest, default));
        Assert.Empty(_fixture.Manifests.Names);
        Assert.Equal(0, _fixture.Blobs.Count);
        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task A_record_of_a_later_version_takes_the_others_from_nobody()
    {
        var added = await _fixture.AddAsync();
        var later = new ManifestName(ManifestKind.Toolchain, Digest.Of("later"u8).ToString());
        await _fixture.Manifests.PutAsync(later, ManifestDocument.Write("toolchain", 2, "whatever"), default);

        Assert.Equal(added.Digest, Assert.Single(await _fixture.Depot.ListAsync(default)).Digest);
        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.Depot.FindAsync(Digest.Parse(later.Id), default))).Failure;
        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
    }
}
