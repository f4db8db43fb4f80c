using System.Net.Sockets;
using System.Text;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>What clients of <c>stap --use-server</c> are answered.</summary>
public sealed class StapPortTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await StapFarmPort.StartAsync("--Farm:StapPort:FetchKernels=false");
        await _farm.StartWorkerAsync("worker-1");
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_module_comes_back_with_staps_own_warnings()
    {
        var answer = await AskAsync("-p4", "-e", "probe begin {}");

        Assert.Equal(("0", "5.1", ""), (answer.ExitCode, answer.Files["version"], answer.Output));
        Assert.Equal("module of probe begin {}", answer.Module);
        Assert.Equal("WARNING: <input>:1:1 take care\n", answer.Messages);
    }

    [Fact]
    public async Task Pass_lines_are_shown_to_who_asks_for_them_and_warnings_not_to_who_does_not()
    {
        Assert.Equal("Pass 1: parsed\nWARNING: <input>:1:1 take care\n", (await AskAsync("-v", "-p4", "-e", "probe begin {}")).Messages);
        Assert.Equal("Pass 1: parsed\n", (await AskAsync("-v", "-w", "-p4", "-e", "probe begin {}")).Messages);
        Assert.Equal("", (await AskAsync("-w", "-p4", "-e", "probe begin {}")).Messages);
    }

    [Fact]
    public async Task What_was_built_for_one_door_is_there_for_the_other()
    {
        await _farm.BuildAsync(Samples.Build("probe begin {}"));
        var answer = await AskAsync("-eprobe begin {}");

        Assert.Equal("module of probe begin {}", answer.Module);
        Assert.Single(_farm.Translator.Translated);
        Assert.NotNull((await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"))).Cached);
    }

    [Fact]
    public async Task A_listing_comes_back_as_text()
    {
        var answer = await AskAsync("-l", "kernel.function(\"vfs_*\")");

        Assert.Equal(("0", "module of ", null), (answer.ExitCode, answer.Output, answer.Module));
    }

    [Fact]
    public async Task A_script_that_stap_refuses_is_answered_in_staps_words_alone()
    {
        _farm.Translator.Answers["wrong"] = () => new FarmException(new FarmFailure(FailureCode.ScriptError, "stap failed in pass 1.", "Mend it.")
        {
            ExitCode = 1,
            ToolMessages = Encoding.UTF8.GetBytes("parse error at \u0001S\u0001:1:1\n"),
        });

        var answer = await AskAsync("-p4", "-e", "wrong");

        Assert.Equal(("1", "", "parse error at <input>:1:1\n", null), (answer.ExitCode, answer.Output, answer.Messages, answer.Module));
    }

    [Fact]
    public async Task Another_failure_is_told_in_the_servers_words_too()
    {
        _farm.Translator.Answers["large"] = () => new FarmException(FailureCode.LimitExceeded, "The build needed too much memory.", "Use a smaller script.");

        Assert.Equal("Server: The build needed too much memory.\nServer: Use a smaller script.\n", (await AskAsync("-p4", "-e", "large")).Messages);
    }

    [Fact]
    public async Task Identical_requests_at_once_are_one_build()
    {
        var asked = Enumerable.Range(0, 8).Select(_ => AskAsync("-p4", "-e", "wait\n")).ToList();
        await _farm.Translator.BeganAsync();
        _farm.Translator.Open();
        var answers = await Task.WhenAll(asked);

        Assert.Single(_farm.Translator.Translated);
        Assert.All(answers, answer => Assert.Equal("module of wait\n", answer.Module));
    }

    [Fact]
    public async Task A_kernel_that_is_not_there_is_named()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync(StapClient.Request("5.1", ["-p4", "-e", "probe begin {}"], release: "6.9.0-amd64"));
        var answer = await client.AnswerAsync();

        Assert.Equal("1", answer.ExitCode);
        Assert.Matches(@"^Server: The farm doesn't know a kernel '6\.9\.0-amd64'.*\nServer: Add it with: stapfarm kernel add 6\.9\.0-amd64\n$", answer.Messages);
    }

    [Fact]
    public async Task A_client_whose_staprun_cannot_run_the_module_gets_it_only_as_a_file()
    {
        var file = await StapClient.AskAsync(_farm.StapAddress(), "4.8", ["-p4", "-e", "probe begin {}"]);
        var run = await StapClient.AskAsync(_farm.StapAddress(), "4.8", ["-e", "probe begin {}"]);
        var listing = await StapClient.AskAsync(_farm.StapAddress(), "4.8", ["-l", "begin"]);

        Assert.NotNull(file.Module);
        Assert.StartsWith("Server: WARNING: ", file.Messages, StringComparison.Ordinal);
        Assert.Equal(("1", null), (run.ExitCode, run.Module));
        Assert.Contains("staprun 4.8 can't run its modules", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", listing.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_whose_staprun_cannot_run_the_module_gets_another_toolchain_if_there_is_one()
    {
        _farm.Toolchains.Put(Samples.Toolchain("centos:7", "4.9"));

        Assert.Equal("4.9", (await StapClient.AskAsync(_farm.StapAddress(), "4.8", ["-e", "probe begin {}"])).Files["version"]);
        Assert.Equal("5.1", (await AskAsync("-e", "probe begin {}")).Files["version"]);
    }

    [Theory]
    [InlineData("-k")]
    [InlineData("--tmpdir=/")]
    [InlineData("--no-such-option")]
    public async Task What_is_refused_is_refused_in_a_whole_answer(string argument)
    {
        var answer = await AskAsync(argument);

        Assert.Equal(("1", "", null), (answer.ExitCode, answer.Output, answer.Module));
        Assert.All(answer.Messages.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("Server: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_leaves_is_not_waited_for_and_its_build_goes_on()
    {
        using (var client = await StapClient.ConnectAsync(_farm.StapAddress()))
        {
            await client.SendAsync(StapClient.Request("5.1", ["-p4", "-e", "wait\n"]));
            await _farm.Translator.BeganAsync();
        }

        _farm.Translator.Open();
        Assert.Equal("module of wait\n", (await AskAsync("-p4", "-e", "wait\n")).Module);
        Assert.Single(_farm.Translator.Translated);
    }

    [Fact]
    public async Task A_farm_that_ends_resets_those_who_wait_so_that_they_ask_again()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync(StapClient.Request("5.1", ["-p4", "-e", "wait\n"]));
        await _farm.Translator.BeganAsync();
        var stopping = _farm.Host.StopAsync();

        Assert.Equal(SocketError.ConnectionReset, await client.EndAsync());
        _farm.Translator.Open();
        await stopping;
    }

    private Task<StapAnswer> AskAsync(params string[] arguments) => StapClient.AskAsync(_farm.StapAddress(), arguments);
}
