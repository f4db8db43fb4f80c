using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Translation.Hints.Causes;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

public sealed class BrokenTapsetHintTests
{
    private const string Broken = """
        semantic error: unable to find member 'bd_part' for struct block_device (alternatives: bd_dev, bd_disk): operator '->' at /usr/share/systemtap/tapset/linux/dev.stp:77:15
                source: 	else if (bdev->bd_part)
        """;

    private const string Trace = "probe kernel.trace(\"sched_switch\") { }";

    private static readonly Toolchain Sid = new(Digest.Of("sid"u8), "debian:sid", "5.6", Architecture.X86_64, [], [], [], new(default, 0, ""), default);

    [Theory]
    [InlineData(PairState.Runs, "are known to run on this kernel: try --toolchain debian:sid.")]
    [InlineData(PairState.Builds, "No other toolchain of this farm is known to run on this kernel: add a newer one (stapfarm toolchain add), and build with --toolchain NAME.")]
    public async Task Only_a_toolchain_whose_modules_are_known_to_run_is_named(PairState state, string end)
    {
        using var room = new HintRoom();
        var hint = await room.AskAsync(new BrokenTapsetHint(new Toolchains(), new Pairs(state)), "", Broken);
        Assert.StartsWith("The mistake isn't in the script but in a tapset of debian:trixie (stap 5.1), linux/dev.stp: it doesn't fit the kernel 6.12.0.", hint);
        Assert.EndsWith(end, hint);
    }

    [Fact]
    public async Task A_tracepoint_is_the_toolchains_fault_only_when_it_finds_none_at_all()
    {
        using var none = new HintRoom();
        Assert.Contains("finds no tracepoints at all", await none.AskAsync(new BrokenTapsetHint(null, null), Trace, HintRoom.Unresolved(Trace, "no match")));
        using var some = new HintRoom { Stap = new() { Answers = { ["kernel.trace(\"sched_switch\")"] = ["kernel.trace(\"sched:sched_switch\")?"] } } };
        Assert.Null(await some.AskAsync(new BrokenTapsetHint(null, null), Trace, HintRoom.Unresolved(Trace, "no match")));
    }

    [Fact]
    public async Task A_mistake_of_the_script_is_not_the_toolchains()
    {
        using var room = new HintRoom();
        Assert.Null(await room.AskAsync(new BrokenTapsetHint(new Toolchains(), new Pairs(PairState.Runs)), "", Broken.Replace("/usr/share/systemtap/tapset/linux/dev.stp", "/stapfarm/script.stp", StringComparison.Ordinal)));
    }

    private sealed class Toolchains : IToolchainDepot
    {
        public Task<IReadOnlyList<Toolchain>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Toolchain>>([Sid]);

        public Task<Toolchain> AddAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Toolchain?> FindAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> OpenAsync(Digest digest, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<RuntimeBundle?> FindBundleAsync(Digest toolchain, Architecture architecture, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(Digest digest, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Pairs(PairState state) : IPairRegistry
    {
        public Task<PairRecord> GetAsync(PairName pair, CancellationToken cancellationToken) => Task.FromResult(new PairRecord(pair, pair.Toolchain == Sid.Digest ? state : PairState.Unknown, []));

        public Task RecordAsync(PairName pair, PairEvidence evidence, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PromoteAsync(PairName pair, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Digest?> PromotedAsync(Digest tree, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
