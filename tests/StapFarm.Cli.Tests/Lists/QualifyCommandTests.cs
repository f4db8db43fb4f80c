using StapFarm.Cli.Tests.Fakes;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using Xunit;

namespace StapFarm.Cli.Tests.Lists;

public sealed class QualifyCommandTests : IAsyncLifetime
{
    private const string Line = "a module of this pair loads and prints\n";

    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Runs.Run = new V1.StartRunResponse { RunId = "run", Sessions = { Samples.Session("s1", "web1") } };
        _farm.Lists.Runners.Add(Runner("web1", "aa"));
        _farm.Lists.Toolchains.Add(Toolchain("debian:trixie", "5.1", 1));
        _farm.Lists.Toolchains.Add(Toolchain("debian:sid", "5.6", 2));
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Every_toolchain_is_tried_and_one_that_runs_is_enough()
    {
        _farm.Runs.Then(null, Refusal("Can't resolve uprobe_unregister!"));
        _farm.Runs.Then(null, Samples.Output("s1", 1, Line), Samples.Ended("s1", 0, 1));

        var invocation = await QualifyAsync("web1");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Equal(["digest of debian:trixie", "digest of debian:sid"], _farm.Runs.Starts.Select(start => start.Toolchain));
        Assert.Contains("5.1   web1    builds, but doesn't load: Can't resolve uprobe_unregister!", invocation.Output, StringComparison.Ordinal);
        Assert.Contains("5.6   web1    runs", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_loads_and_prints_nothing_does_not_run()
    {
        _farm.Runs.Then(null, Samples.Ended("s1", 0, 0));

        var invocation = await QualifyAsync("web1", "debian:sid");

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("printed nothing", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_toolchain_that_can_not_build_is_said_and_the_next_is_tried()
    {
        _farm.Runs.StartFailures.Enqueue(new FarmException(FailureCode.NoToolchain, "it has no gcc-14", "").ToRpcException());
        _farm.Runs.Then(null, Samples.Output("s1", 1, Line), Samples.Ended("s1", 0, 1));

        var invocation = await QualifyAsync("web1");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Contains("it has no gcc-14", invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_runner_of_each_kernel_is_asked()
    {
        _farm.Lists.Runners.Add(Runner("web2", "aa"));
        _farm.Lists.Runners.Add(Runner("web3", "bb"));
        for (var i = 0; i < 2; i++)
        {
            _farm.Runs.Then(null, Samples.Output("s1", 1, Line), Samples.Ended("s1", 0, 1));
        }

        await QualifyAsync("all", "debian:sid");

        Assert.Equal(["id-web1", "id-web3"], _farm.Runs.Starts.Select(start => start.Selector));
    }

    [Fact]
    public async Task A_runner_is_asked_with_toolchains_for_its_architecture_alone()
    {
        _farm.Lists.Runners.Clear();
        var arm = Runner("arm", "cc");
        arm.Hello.Kernel.Architecture = "arm64";
        _farm.Lists.Runners.Add(arm);

        var without = await QualifyAsync("all");

        Assert.Equal(1, without.ExitCode);
        Assert.Empty(_farm.Runs.Starts);
        Assert.Contains("stapfarm toolchain add debian:trixie --target arm64", without.Output, StringComparison.Ordinal);

        var both = Toolchain("debian:trixie+arm64", "5.1", 3);
        both.Targets.Add("arm64");
        _farm.Lists.Toolchains.Add(both);
        _farm.Runs.Then(null, Samples.Output("s1", 1, Line), Samples.Ended("s1", 0, 1));

        Assert.Equal(0, (await QualifyAsync("all")).ExitCode);
        Assert.Equal(both.Digest, Assert.Single(_farm.Runs.Starts).Toolchain);
    }

    [Fact]
    public async Task Without_a_runner_the_command_that_gives_one_is_named()
    {
        var invocation = await QualifyAsync("nobody");

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("./dev lab qualify", invocation.Error, StringComparison.Ordinal);
    }

    private Task<Invocation> QualifyAsync(string on, params string[] toolchains) =>
        Invocation.RunAsync(_farm, ["toolchain", "qualify", .. toolchains, "--on", on]);

    private static V1.RunEvent Refusal(string words) => Samples.Ended(
        "s1",
        1,
        0,
        V1.SessionEndReason.LoadFailed,
        new FarmFailure(FailureCode.LoadFailed, words).ToProto());

    private static V1.Runner Runner(string name, string buildId) => new()
    {
        Connected = true,
        Hello = new() { RunnerId = $"id-{name}", Name = name, Kernel = new(Samples.Kernel) { BuildId = string.Concat(Enumerable.Repeat(buildId, 20)) } },
    };

    private static V1.Toolchain Toolchain(string name, string stap, long added) =>
        new() { Name = name, StapVersion = stap, Digest = $"digest of {name}", Host = "x86_64", Targets = { "x86_64" }, AddedAtUnixMs = added };
}
