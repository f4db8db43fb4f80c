using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Care;
using StapFarm.Translation.Preparation;
using Xunit;

namespace StapFarm.Translation.Tests.Care;

public sealed class ScratchChecksTests : IDisposable
{
    private static readonly PairName Pair = new(Digest.Of([1]), Digest.Of([2]));
    private static readonly string Tail = PreparedPairs.NameOf(Pair)[PreparedPairs.NameOf(Pair).IndexOf(Pair.Toolchain.ToString()[..32], StringComparison.Ordinal)..];

    private readonly ScratchFolder _folder = new();
    private readonly Recorder<WorkProgress> _progress = new();
    private readonly FakeUses _uses = new();
    private readonly KnownPair _manifests = new(Pair);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pairs_of_earlier_layouts_and_of_what_is_gone_are_removed_and_others_stay()
    {
        var gone = PreparedPairs.NameOf(new(Digest.Of([1]), Digest.Of([9])));
        Make(PreparedPairs.NameOf(Pair), $"v0-1-{Tail}", gone, "something-else", $"{gone}.making");

        var findings = await FindAsync();
        foreach (var finding in findings)
        {
            await finding.Repair!(_progress, default);
        }

        Assert.Equal([$"v0-1-{Tail}", gone, $"{gone}.making"], findings.Select(finding => finding.Subject).Order(StringComparer.Ordinal));
        Assert.Contains(findings, finding => finding.What.Contains("earlier layout", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.What.Contains("is gone", StringComparison.Ordinal));
        Assert.Equal(new[] { "something-else", PreparedPairs.NameOf(Pair) }.Order(), Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_is_being_prepared_or_used_is_left_alone()
    {
        var name = PreparedPairs.NameOf(Pair);
        Make($"{name}.making");
        await using (new FileStream(Path.Combine(_folder.Path, $"{name}.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Empty(await FindAsync());
        }

        var finding = Assert.Single(await FindAsync());
        _uses.Now.Add(new Use("preparing", [], null, Pair, null));
        await finding.Repair!(_progress, default);

        Assert.True(Directory.Exists(Path.Combine(_folder.Path, $"{name}.making")));
    }

    [Fact]
    public async Task In_a_folder_that_farms_share_nothing_is_anybodys_to_remove()
    {
        Make("v0-1-" + Tail);

        Assert.Empty(await new PreparedPairsCheck(_folder.Path, isShared: true, _manifests, _uses).ExamineAsync(false, _progress, default).ToListAsync());
    }

    [Fact]
    public async Task Folders_of_dead_workers_are_removed_and_those_of_living_ones_stay()
    {
        var living = $"job-{Environment.ProcessId}-0123";
        Make(living, "job-999999999-0123");

        var finding = Assert.Single(await new BuildScratchCheck(_folder.Path).ExamineAsync(false, _progress, default).ToListAsync());
        await finding.Repair!(_progress, default);

        Assert.Equal([living], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName));
    }

    private void Make(params string[] folders)
    {
        foreach (var folder in folders)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, folder, "d0")).FullName, "stapconf"), "x");
        }
    }

    private async Task<List<Finding>> FindAsync() =>
        await new PreparedPairsCheck(_folder.Path, isShared: false, _manifests, _uses).ExamineAsync(false, _progress, default).ToListAsync();

    /// <summary>The store of a farm with one toolchain and one kernel tree.</summary>
    private sealed class KnownPair(PairName pair) : IManifestStore
    {
        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(ManifestName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> PutIfAbsentAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask PutAsync(ManifestName name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(ManifestName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<ManifestName> ListAsync(ManifestKind kind, CancellationToken cancellationToken) =>
            new[] { new ManifestName(kind, (kind == ManifestKind.Toolchain ? pair.Toolchain : pair.Tree).ToString()) }.ToAsyncEnumerable();
    }
}
