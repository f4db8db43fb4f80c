using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Pairs;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class MatrixTests
{
    [Fact]
    public async Task Each_pair_stands_in_it_with_state_promotion_and_obstacle()
    {
        using var pairs = PairRegistryTests.RegistryOver(new MemoryManifests(), TimeProvider.System);
        var linux61 = Example.Tree("6.1.0-56-cloud-amd64", "gcc-12");
        var linux612 = Example.Tree("6.12.117+deb13-cloud-amd64", "gcc-14");
        var sid = Example.Toolchain("debian:sid", "5.6");
        var bare = Example.Toolchain("debian:trixie", "5.1") with { Compilers = ["gcc-12"] };
        await pairs.RecordAsync(
            new PairName(sid.Digest, linux612.Digest),
            new PairEvidence(PairState.Runs, "runner a", "key", Example.Start),
            default);
        var matrix = new PairMatrix(new FixedDepot([sid, bare]), new FixedKernels([linux612, linux61]), pairs);

        var cells = await matrix.ReadAsync(default);
        Assert.Equal(
            [
                ("6.1.0-56-cloud-amd64", "5.1", PairState.Unknown, false, null),
                ("6.1.0-56-cloud-amd64", "5.6", PairState.Unknown, false, null),
                ("6.12.117+deb13-cloud-amd64", "5.1", PairState.Unknown, false, "it has no gcc-14, which built the kernel"),
                ("6.12.117+deb13-cloud-amd64", "5.6", PairState.Runs, true, null),
            ],
            cells.Select(cell => (cell.Tree.Identity.Release, cell.Toolchain.StapVersion, cell.Pair.State, cell.Promoted, cell.Obstacle)));
    }
}
