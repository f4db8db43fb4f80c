using System.Text;
using StapFarm.CompileServer.Runs;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Runs;

public sealed class EvidenceTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_good_load_makes_the_pair_one_that_runs_and_a_bad_one_after_it_doesnt_unmake_it()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.RunningAsync(session);
        await runner.EndAsync(session, 0);
        await PairIsAsync(V1.PairState.Runs);
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var second = (await runner.CommandAsync()).Start.SessionId;
        await runner.EndAsync(second, 0, V1.SessionEndReason.LoadFailed, Refusal("ERROR: Can't resolve it!\n"));
        var third = (await _farm.ToolchainsClient.MatrixAsync(new())).Cells;

        Assert.Equal(V1.PairState.Runs, Assert.Single(third).State);
    }

    [Fact]
    public async Task A_bad_load_of_a_pair_that_never_ran_is_evidence_against_it()
    {
        using var runner = await HandRunner.ConnectAsync(_farm, "one");
        await _farm.Runs.StartAsync(new() { Source = Samples.Source("probe begin {}"), Selector = "one" });
        var session = (await runner.CommandAsync()).Start.SessionId;
        await runner.EndAsync(session, 0, V1.SessionEndReason.LoadFailed, Refusal("WARNING: slow\nERROR: Can't resolve it!\n"));

        var evidence = await PairIsAsync(V1.PairState.Fails);
        Assert.Equal(("runner name-of-one", "ERROR: Can't resolve it!"), (evidence.Where, evidence.Detail));
    }

    [Theory]
    [InlineData("ERROR: Couldn't insert module '/m.ko': Key was rejected by service\n")]
    [InlineData("ERROR: Couldn't insert module '/m.ko': Operation not permitted\n")]
    [InlineData("ERROR: Couldn't insert module '/m.ko': Cannot allocate memory\n")]
    [InlineData("ERROR: Couldn't insert module '/m.ko': Unknown symbol in module\n")]
    [InlineData("")]
    public void What_is_about_a_target_or_a_script_says_nothing_of_the_pair(string words) =>
        Assert.Null(LoadEvidence.Bad(
            new SessionEnd(SessionEndReason.LoadFailed, 1, new FarmFailure(FailureCode.LoadFailed, "no") { ToolMessages = Encoding.UTF8.GetBytes(words) }),
            "one",
            DateTimeOffset.UnixEpoch));

    private static V1.Failure Refusal(string words) => new()
    {
        Code = (int)FailureCode.LoadFailed,
        Message = "no",
        ToolMessages = Google.Protobuf.ByteString.CopyFromUtf8(words),
    };

    private async Task<V1.PairEvidence> PairIsAsync(V1.PairState state)
    {
        while (true)
        {
            var cell = Assert.Single((await _farm.ToolchainsClient.MatrixAsync(new())).Cells);
            if (cell.State == state)
            {
                return cell.Evidence.First(evidence => evidence.State == state);
            }
        }
    }
}
