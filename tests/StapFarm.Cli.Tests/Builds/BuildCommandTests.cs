using System.Text;
using StapFarm.Cli.Tests.Fakes;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Builds;

public sealed class BuildCommandTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 10_000).Select(number => (byte)(number * 7))];

    private readonly ScratchFolder _scratch = new();
    private FakeFarm _farm = null!;

    private string File => _scratch.File("out.ko");

    public async Task InitializeAsync() => _farm = await FakeFarm.StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_cached_module_becomes_the_file_and_its_name_is_all_the_output()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));

        var invocation = await BuildAsync("-e", "probe begin {}");

        Assert.Equal((0, $"{File}\n"), (invocation.ExitCode, invocation.Output));
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal([File], Directory.EnumerateFileSystemEntries(_scratch.Path));
        Assert.Empty(_farm.Work.Requests);
    }

    [Fact]
    public async Task Without_a_file_name_the_module_is_named_by_its_own_name()
    {
        var name = $"stap_test_{Environment.ProcessId}";
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content), name));
        try
        {
            var invocation = await Invocation.RunAsync(_farm, "build", "-e", "x", "--kernel", "6.1");

            Assert.Equal($"{name}.ko\n", invocation.Output);
            Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync($"{name}.ko"));
        }
        finally
        {
            System.IO.File.Delete($"{name}.ko");
        }
    }

    [Fact]
    public async Task A_name_from_the_farm_that_would_leave_the_folder_is_refused()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content), "../evil"));

        var invocation = await Invocation.RunAsync(_farm, "build", "-e", "x", "--kernel", "6.1");

        Assert.Equal(1, invocation.ExitCode);
        Assert.False(System.IO.File.Exists("../evil.ko"));
    }

    [Fact]
    public async Task Staps_warnings_are_shown_byte_for_byte_and_pass_lines_with_v_only()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));

        var quiet = await BuildAsync("-e", "x");
        var verbose = await BuildAsync("-v", "-e", "x");
        var silent = await BuildAsync("-w", "-e", "x");

        Assert.Equal(Samples.Module(new()).Warnings.ToByteArray(), quiet.ErrorBytes);
        Assert.Contains("Pass 1: parsed\n", verbose.Error, StringComparison.Ordinal);
        Assert.Contains($"from the cache: {Samples.Key}", verbose.Error, StringComparison.Ordinal);
        Assert.Contains("debian:trixie (promoted)", verbose.Error, StringComparison.Ordinal);
        Assert.Empty(silent.ErrorBytes);
    }

    [Fact]
    public async Task The_request_has_the_bytes_of_script_arguments_and_options()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));
        byte[][] words =
        [
            "build"u8.ToArray(), "-e"u8.ToArray(), [0xFF, 0xFE], "--kernel"u8.ToArray(), "6.1"u8.ToArray(), "-g"u8.ToArray(),
            "-D"u8.ToArray(), [.. "A="u8, 0xFD], "--toolchain"u8.ToArray(), "sid"u8.ToArray(), "-o"u8.ToArray(), Encoding.UTF8.GetBytes(File), [0xFC],
        ];

        await Invocation.RunAsync(_farm.Address, words);

        var request = Assert.Single(_farm.Builds.Requests);
        Assert.Equal(("6.1", "sid", "<input>"), (request.Kernel, request.Toolchain, request.Source.DisplayName));
        Assert.Equal([0xFF, 0xFE], request.Source.Script.ToByteArray());
        Assert.Equal([0xFC], Assert.Single(request.Source.Arguments).ToByteArray());
        Assert.Equal(["-g", "-D"], request.Source.Options.Select(option => option.Name));
        Assert.Equal([.. "A="u8, 0xFD], request.Source.Options[1].Value.ToByteArray());
    }

    [Fact]
    public async Task A_script_comes_from_its_file_or_from_standard_input()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));
        var script = _scratch.File("s.stp");
        await System.IO.File.WriteAllBytesAsync(script, [1, 0xFF]);

        await BuildAsync(script);
        await Invocation.RunAsync(_farm.Address, [.. new[] { "build", "-", "--kernel", "6.1", "-o", File }.Select(Encoding.UTF8.GetBytes)], input: [2, 0xFE]);

        Assert.Equal([script, "<input>"], _farm.Builds.Requests.Select(request => request.Source.DisplayName));
        Assert.Equal([1, 0xFF], _farm.Builds.Requests[0].Source.Script.ToByteArray());
        Assert.Equal([2, 0xFE], _farm.Builds.Requests[1].Source.Script.ToByteArray());
    }

    [Fact]
    public async Task A_listing_has_no_script_and_is_printed_byte_for_byte()
    {
        AnswerCached(Samples.Listing(_farm.Blobs.Add([0xFF, 0x00, 0x0A])));

        var invocation = await Invocation.RunAsync(_farm, "build", "-l", "kernel.function(\"*\")", "--kernel", "6.1");

        Assert.Equal([0xFF, 0x00, 0x0A], invocation.OutputBytes);
        Assert.False(_farm.Builds.Requests[0].Source.HasScript);
    }

    [Fact]
    public async Task A_build_is_watched_and_its_steps_are_plain_lines_where_nobody_looks()
    {
        AnswerWork();
        _farm.Work.Then(null, Samples.Progress(1, "pass 1"), Samples.Progress(2, "pass 2"), Samples.Done(3, Samples.Module(_farm.Blobs.Add(Content))));

        var invocation = await BuildAsync("-e", "x");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Contains("build: pass 1: text of pass 1\nbuild: pass 2: text of pass 2\n", invocation.Error, StringComparison.Ordinal);
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task A_failure_shows_message_staps_own_words_and_advice_and_leaves_no_file()
    {
        AnswerWork();
        var failure = new FarmFailure(FailureCode.ScriptError, "The script doesn't translate.", "Mend the script.")
        {
            Pass = 2,
            ExitCode = 1,
            Kernel = "6.1",
            ToolMessages = new byte[] { (byte)'s', 0xFF },
        };
        _farm.Work.Then(null, new V1.WorkEvent { Sequence = 1, Failed = failure.ToProto() });

        var invocation = await BuildAsync("-e", "x");

        Assert.Equal(1, invocation.ExitCode);
        Assert.Equal("stapfarm: The script doesn't translate.\n  (pass 2, exit code 1, kernel 6.1)\ns\xFF\nMend the script.\n", invocation.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Path));
    }

    [Fact]
    public async Task A_refused_request_shows_the_farms_words()
    {
        _farm.Builds.Answers.Enqueue(() => throw new FarmException(FailureCode.UnknownKernel, "No such kernel.", "Add it.").ToRpcException());

        var invocation = await BuildAsync("-e", "x");

        Assert.Equal((1, "stapfarm: No such kernel.\nAdd it.\n"), (invocation.ExitCode, invocation.Error));
    }

    [Fact]
    public async Task Content_that_is_not_what_was_announced_is_not_kept()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content, sent: [.. Content.Reverse()])));

        var invocation = await BuildAsync("-e", "x");

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("isn't the content", invocation.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Path));
    }

    [Fact]
    public async Task An_older_file_stays_whole_until_the_new_one_is()
    {
        await System.IO.File.WriteAllTextAsync(File, "old");
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content, sent: [1])));
        await BuildAsync("-e", "x");

        Assert.Equal("old", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_was()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));
        _farm.Blobs.BreaksOffAt = 4321;

        var invocation = await BuildAsync("-e", "x");

        Assert.Equal(0, invocation.ExitCode);
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal([0, 4321], _farm.Blobs.Requests.Select(request => request.Offset));
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_named()
    {
        var invocation = await BuildAsync(_scratch.File("missing.stp"));

        Assert.Equal(1, invocation.ExitCode);
        Assert.Contains("There is no script", invocation.Error, StringComparison.Ordinal);
        Assert.Contains("missing.stp", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_architecture_than_the_kernels_is_refused()
    {
        AnswerCached(Samples.Module(_farm.Blobs.Add(Content)));

        Assert.Equal(1, (await BuildAsync("-a", "arm64", "-e", "x")).ExitCode);
        Assert.Equal(0, (await BuildAsync("-a", "x86_64", "-e", "x")).ExitCode);
    }

    private void AnswerCached(V1.BuildResult result)
    {
        result.FromCache = true;
        _farm.Builds.Answers.Enqueue(() => new V1.SubmitBuildResponse { ModuleKey = Samples.Key, Cached = result, Toolchain = "debian:trixie", ToolchainReason = "promoted" });
    }

    private void AnswerWork() => _farm.Builds.Answers.Enqueue(() => new V1.SubmitBuildResponse { ModuleKey = Samples.Key, WorkId = "work" });

    private Task<Invocation> BuildAsync(params string[] words) =>
        Invocation.RunAsync(_farm, ["build", "--kernel", "6.1", "-o", File, .. words]);
}
