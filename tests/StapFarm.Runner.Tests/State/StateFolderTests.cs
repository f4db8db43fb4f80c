using StapFarm.Model.Failures;
using StapFarm.Runner.State;
using StapFarm.Testing;

namespace StapFarm.Runner.Tests.State;

public sealed class StateFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Fact]
    public void The_identity_is_made_once()
    {
        string first;
        using (var state = StateFolder.Open(_scratch.File("state")))
        {
            first = state.Identity();
        }

        using var again = StateFolder.Open(_scratch.File("state"));

        Assert.Equal(32, first.Length);
        Assert.Equal(first, again.Identity());
    }

    [Fact]
    public void A_half_written_identity_is_replaced()
    {
        using var state = StateFolder.Open(_scratch.File("state"));
        File.WriteAllText(Path.Combine(state.Root, "runner-id"), "abc");

        Assert.Equal(32, state.Identity().Length);
    }

    [Fact]
    public void A_second_runner_in_the_same_folder_is_refused()
    {
        using var state = StateFolder.Open(_scratch.File("state"));

        Assert.Equal(FailureCode.InUse, Assert.Throws<FarmException>(() => StateFolder.Open(_scratch.File("state"))).Failure.Code);
    }

    [Fact]
    public void Where_the_first_folder_cannot_be_written_the_second_is_used()
    {
        using var state = StateFolder.Open(["/proc/stapfarm-runner", _scratch.File("run")]);

        Assert.Equal(_scratch.File("run"), state.Root);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var failure = Assert.Throws<FarmException>(() => StateFolder.Open("/proc/stapfarm-runner")).Failure;

        Assert.Contains("/proc/stapfarm-runner", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--state", failure.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
