using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class UnpackingTests : IDisposable
{
    private readonly DepotFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_root_is_unpacked_once_however_often_it_is_opened()
    {
        var added = await _fixture.AddAsync();
        await _fixture.OpenAsync(added.Digest);
        await _fixture.OpenAsync(added.Digest);

        Assert.Equal(1, _fixture.Blobs.Opened);
        Assert.Contains(_fixture.Progress.Items, progress => progress is { Stage: "unpack", Fraction: > 0 });
    }

    [Fact]
    public async Task Two_that_open_at_once_share_one_unpacking()
    {
        var added = await _fixture.AddAsync();
        var gate = new TaskCompletionSource();
        _fixture.Blobs.OpenGate = gate.Task;
        var first = _fixture.OpenAsync(added.Digest);
        var waiting = new Recorder<WorkProgress>();
        Assert.True(SpinWait.SpinUntil(() => _fixture.Blobs.Opened == 1, TimeSpan.FromSeconds(30)));
        var second = _fixture.Another().OpenAsync(added.Digest, waiting, default);
        while (waiting.Items.Count == 0 && !second.IsCompleted)
        {
            await Task.Yield();
        }

        gate.SetResult();
        var folder = await first;
        while (!second.IsCompleted)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(folder, await second);
        Assert.Equal(1, _fixture.Blobs.Opened);
    }

    [Fact]
    public async Task What_a_killed_unpacking_left_is_never_taken_for_the_root()
    {
        var added = await _fixture.AddAsync();
        var left = Directory.CreateDirectory(Path.Combine(_fixture.Options.Roots, $"{added.Digest}.unfinished-0123"));
        var root = await _fixture.OpenAsync(added.Digest);

        Assert.True(File.Exists(Path.Combine(root, "usr/bin/stap")));
        Assert.False(Directory.Exists(left.FullName));
    }

    [Fact]
    public async Task A_packed_root_that_was_changed_in_the_store_is_refused_and_leaves_no_folder()
    {
        var added = await _fixture.AddAsync();
        _fixture.Blobs.Damage(added.Root.Digest, bytes => [.. bytes[..^1], (byte)~bytes[^1]]);

        await RefusedAsync(added, FailureCode.Corrupt);
    }

    [Fact]
    public async Task A_packed_root_with_bytes_behind_its_end_is_refused()
    {
        var added = await _fixture.AddAsync();
        _fixture.Blobs.Damage(added.Root.Digest, bytes => [.. bytes, 0]);

        await RefusedAsync(added, FailureCode.Corrupt);
    }

    [Fact]
    public async Task A_truncated_packed_root_is_refused()
    {
        var added = await _fixture.AddAsync();
        _fixture.Blobs.Damage(added.Root.Digest, bytes => bytes[..(bytes.Length / 2)]);

        await RefusedAsync(added, FailureCode.Corrupt);
    }

    [Fact]
    public async Task The_packed_root_of_another_toolchain_is_refused_with_both_digests()
    {
        var one = await _fixture.AddAsync();
        _fixture.Maker.Packages = [SyntheticRoot.Package("systemtap", "5.6.1")];
        var other = await _fixture.AddAsync("debian:sid");
        await _fixture.Manifests.PutAsync(
            new ManifestName(ManifestKind.Toolchain, one.Digest.ToString()),
            ManifestDocument.Write("toolchain", 1, one with { Root = other.Root }),
            default);

        var failure = await RefusedAsync(one, FailureCode.Corrupt);
        Assert.Contains(one.Digest.Short, failure.Message, StringComparison.Ordinal);
        Assert.Contains(other.Digest.Short, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_packed_root_is_named_with_the_command_that_brings_it_back()
    {
        var added = await _fixture.AddAsync();
        await _fixture.Blobs.DeleteAsync(added.Root.Digest, default);

        var failure = await RefusedAsync(added, FailureCode.NotFound);
        Assert.Contains("toolchain add debian:trixie", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_digest_is_not_found()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.OpenAsync(Digest.Of("none"u8)))).Failure;
        Assert.Equal(FailureCode.NotFound, failure.Code);
    }

    [Fact]
    public async Task A_cancelled_unpacking_leaves_no_folder()
    {
        var added = await _fixture.AddAsync();
        using var cancel = new CancellationTokenSource();
        _fixture.Blobs.OpenGate = new TaskCompletionSource().Task;
        var opening = _fixture.Depot.OpenAsync(added.Digest, _fixture.Progress, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Roots));
    }

    private async Task<FarmFailure> RefusedAsync(Toolchain toolchain, FailureCode code)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => _fixture.OpenAsync(toolchain.Digest))).Failure;
        Assert.Equal(code, failure.Code);
        Assert.Empty(Directory.EnumerateDirectories(_fixture.Options.Roots));
        return failure;
    }
}
