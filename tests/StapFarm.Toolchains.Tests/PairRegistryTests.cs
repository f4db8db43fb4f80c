using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Pairs;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class PairRegistryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Digest Tree = Digest.Of("tree"u8);
    private static readonly PairName Old = new(Digest.Of("5.1"u8), Tree);
    private static readonly PairName New = new(Digest.Of("5.6"u8), Tree);

    private readonly MemoryManifests _manifests = new();
    private readonly PairRegistry _registry;

    public PairRegistryTests() => _registry = RegistryOver(_manifests, new FakeTimeProvider(Start));

    internal static PairRegistry RegistryOver(IManifestStore manifests, TimeProvider time) =>
        new(manifests, time, NullLogger<PairRegistry>.Instance);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task Nothing_is_known_of_a_pair_at_first()
    {
        var record = await _registry.GetAsync(Old, default);
        Assert.Equal(PairState.Unknown, record.State);
        Assert.Empty(record.Evidence);
        Assert.Null(await _registry.PromotedAsync(Tree, default));
    }

    [Fact]
    public async Task A_build_is_no_load_and_promotes_nothing()
    {
        await RecordAsync(Old, PairState.Builds, minute: 1);

        Assert.Equal(PairState.Builds, (await _registry.GetAsync(Old, default)).State);
        Assert.Null(await _registry.PromotedAsync(Tree, default));
    }

    [Theory]
    [InlineData(PairState.Runs)]
    [InlineData(PairState.Fails)]
    public async Task A_load_outweighs_a_build_also_an_earlier_one_a_later_build(PairState load)
    {
        await RecordAsync(Old, load, minute: 1);
        await RecordAsync(Old, PairState.Builds, minute: 2);

        Assert.Equal(load, (await _registry.GetAsync(Old, default)).State);
    }

    [Theory]
    [InlineData(PairState.Runs, PairState.Fails)]
    [InlineData(PairState.Fails, PairState.Runs)]
    public async Task The_newest_load_decides_in_whatever_order_loads_are_told(PairState earlier, PairState later)
    {
        await RecordAsync(Old, later, minute: 2);
        await RecordAsync(Old, earlier, minute: 1);

        Assert.Equal(later, (await _registry.GetAsync(Old, default)).State);
    }

    [Fact]
    public async Task The_newest_evidence_of_each_state_is_kept_newest_first()
    {
        await RecordAsync(Old, PairState.Builds, minute: 1);
        await RecordAsync(Old, PairState.Fails, minute: 2);
        await RecordAsync(Old, PairState.Runs, minute: 3);
        await RecordAsync(Old, PairState.Fails, minute: 4, "Can't resolve uprobe_unregister!");

        var record = await RegistryOver(_manifests, TimeProvider.System).GetAsync(Old, default);
        Assert.Equal([PairState.Fails, PairState.Runs, PairState.Builds], record.Evidence.Select(evidence => evidence.State));
        Assert.Equal(
            new PairEvidence(PairState.Fails, "runner a", "Can't resolve uprobe_unregister!", Start.AddMinutes(4)),
            record.Evidence[0]);
    }

    [Fact]
    public async Task The_first_good_load_promotes_and_a_later_one_of_another_toolchain_changes_nothing()
    {
        await RecordAsync(Old, PairState.Runs, minute: 1);
        await RecordAsync(New, PairState.Runs, minute: 2);

        Assert.Equal(Old.Toolchain, await _registry.PromotedAsync(Tree, default));
    }

    [Fact]
    public async Task A_failure_takes_no_promotion_away()
    {
        await RecordAsync(Old, PairState.Runs, minute: 1);
        await RecordAsync(Old, PairState.Fails, minute: 2);

        Assert.Equal(Old.Toolchain, await _registry.PromotedAsync(Tree, default));
    }

    [Fact]
    public async Task A_persons_promotion_replaces_the_default()
    {
        await RecordAsync(Old, PairState.Runs, minute: 1);
        await _registry.PromoteAsync(New, default);
        await RecordAsync(Old, PairState.Runs, minute: 2);

        Assert.Equal(New.Toolchain, await _registry.PromotedAsync(Tree, default));
    }

    [Fact]
    public async Task Many_that_record_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => RecordAsync(Old, (PairState)(1 + (i % 3)), i))));

        var record = await _registry.GetAsync(Old, default);
        Assert.Equal([59, 58, 57], record.Evidence.Select(evidence => (int)(evidence.At - Start).TotalMinutes));
    }

    [Fact]
    public async Task Unknown_is_no_evidence() =>
        await Assert.ThrowsAsync<ArgumentException>(() => RecordAsync(Old, PairState.Unknown, minute: 1));

    [Fact]
    public async Task A_record_of_a_later_version_is_refused_with_its_name()
    {
        await _manifests.PutAsync(new ManifestName(ManifestKind.Pair, Old.ToString()), ManifestDocument.Write("pair", 9, "x"), default);

        var failure = (await Assert.ThrowsAsync<FarmException>(() => _registry.GetAsync(Old, default))).Failure;
        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("pair has version 9", failure.Message, StringComparison.Ordinal);
    }

    private Task RecordAsync(PairName pair, PairState state, int minute, string detail = "key") =>
        _registry.RecordAsync(pair, new PairEvidence(state, "runner a", detail, Start.AddMinutes(minute)), default);
}
