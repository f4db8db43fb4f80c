using System.Text;
using Grpc.Core;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class BuildTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Identical_requests_in_flight_are_one_translation_and_each_user_sees_his_own_script_name()
    {
        var first = await _farm.Builds.SubmitAsync(Samples.Build("wait\nprobe begin {}", "mine.stp"));
        await _farm.Translator.BeganAsync();
        var second = await _farm.Builds.SubmitAsync(Samples.Build("wait\nprobe begin {}", "yours.stp"));
        var watching = new[] { first, second }.Select(submitted => _farm.Work.EventsAsync(submitted.WorkId)).ToList();
        _farm.Translator.Open();
        var events = await Task.WhenAll(watching);

        Assert.Single(_farm.Translator.Translated);
        Assert.Equal(first.ModuleKey, second.ModuleKey);
        Assert.Equal("WARNING: mine.stp:1:1 take care\n", events[0][^1].Done.Build.Warnings.ToStringUtf8());
        Assert.Equal("WARNING: yours.stp:1:1 take care\n", events[1][^1].Done.Build.Warnings.ToStringUtf8());
    }

    [Fact]
    public async Task A_build_gives_the_module_and_tells_its_passes_on_the_way()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        var events = await _farm.Work.EventsAsync(submitted.WorkId);
        var result = events[^1].Done.Build;
        var content = new MemoryStream();
        using var read = _farm.Blobs.Read(new() { Digest = result.Content.Digest });
        await foreach (var chunk in read.ResponseStream.ReadAllAsync())
        {
            chunk.Chunk.WriteTo(content);
        }

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(@event => (int)@event.Sequence));
        Assert.Contains(events, @event => @event.Started?.Worker == "worker-1");
        Assert.Equal(["pass 1", "pass 4"], events.Where(@event => @event.Progressed is not null).Select(@event => @event.Progressed.Stage));
        Assert.Equal("module of probe begin {}", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Equal(V1.TranslationKind.Module, result.Kind);
        Assert.Equal("local", result.AskedBy);
        Assert.Equal(submitted.ModuleKey, result.ModuleKey);
        Assert.False(result.FromCache);
        // The request itself, with what its user wrote, isn't kept: its blob has the key's digest.
        await FarmAssert.FailsAsync(FailureCode.NotFound, async () => await _farm.Blobs.StatAsync(new() { Digest = submitted.ModuleKey }));
    }

    [Fact]
    public async Task The_second_request_is_answered_from_the_cache_with_its_own_names_and_the_warnings_replayed()
    {
        await _farm.BuildAsync(Samples.Build("probe begin {}", "mine.stp"));
        var again = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}", "yours.stp"));

        Assert.Empty(again.WorkId);
        Assert.True(again.Cached.FromCache);
        Assert.Equal("WARNING: yours.stp:1:1 take care\n", again.Cached.Warnings.ToStringUtf8());
        Assert.Single(_farm.Translator.Translated);
    }

    [Fact]
    public async Task A_module_whose_content_was_damaged_on_disk_is_built_again()
    {
        var built = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build;
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_farm.DataRoot, "blobs"), $"*{built.Content.Digest[4..]}*", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var again = await _farm.BuildAsync(Samples.Build("probe begin {}"));

        Assert.Equal(built.Content.Digest, again.Done.Build.Content.Digest);
        Assert.Equal(2, _farm.Translator.Translated.Count);
        Assert.NotNull((await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"))).Cached);
    }

    [Fact]
    public async Task A_watch_resumes_at_any_event()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        var all = await _farm.Work.EventsAsync(submitted.WorkId);
        var rest = await _farm.Work.EventsAsync(submitted.WorkId, from: 3);

        Assert.Equal(all.Skip(2).Select(@event => @event.Sequence), rest.Select(@event => @event.Sequence));
        Assert.NotNull(rest[^1].Done);
    }

    [Fact]
    public async Task A_refused_script_is_told_with_its_pass_its_kernel_and_the_users_own_names_and_is_remembered()
    {
        _farm.Translator.Answers["bad"] = () => new FarmException(new FarmFailure(FailureCode.ScriptError, "stap refused the script.")
        {
            Pass = 1,
            ExitCode = 1,
            ToolMessages = "parse error at \u0001S\u0001:1:1"u8.ToArray(),
        });

        var failed = (await _farm.BuildAsync(Samples.Build("bad", "mine.stp"))).Failed;
        var again = (await _farm.BuildAsync(Samples.Build("bad", "yours.stp"))).Failed;

        Assert.Equal((int)FailureCode.ScriptError, failed.Code);
        Assert.Equal(1, failed.Pass);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains(Samples.Release, failed.Kernel, StringComparison.Ordinal);
        Assert.Contains("debian:trixie", failed.Toolchain, StringComparison.Ordinal);
        Assert.Equal("parse error at mine.stp:1:1", failed.ToolMessages.ToStringUtf8());
        Assert.Equal("parse error at yours.stp:1:1", again.ToolMessages.ToStringUtf8());
        Assert.Single(_farm.Translator.Translated);
    }

    [Fact]
    public async Task A_limit_that_was_hit_isnt_remembered()
    {
        _farm.Translator.Answers["slow"] = () => new FarmException(FailureCode.LimitExceeded, "CPU time");
        await _farm.BuildAsync(Samples.Build("slow"));
        _farm.Translator.Answers.Clear();

        Assert.NotNull((await _farm.BuildAsync(Samples.Build("slow"))).Done);
    }

    [Fact]
    public async Task What_the_worker_doesnt_expect_is_a_typed_failure_and_the_farm_goes_on()
    {
        _farm.Translator.Answers["crash"] = () => new InvalidCastException("a defect");
        var failed = (await _farm.BuildAsync(Samples.Build("crash"))).Failed;

        Assert.Equal((int)FailureCode.Internal, failed.Code);
        Assert.Contains(_farm.Log.Lines, line => line.Contains("a defect", StringComparison.Ordinal));
        Assert.NotNull((await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done);
    }

    [Fact]
    public async Task A_translation_makes_the_pair_one_that_builds()
    {
        await _farm.BuildAsync(Samples.Build("probe begin {}"));
        var cell = Assert.Single((await _farm.ToolchainsClient.MatrixAsync(new())).Cells);

        Assert.Equal(V1.PairState.Builds, cell.State);
        Assert.Equal("worker worker-1", cell.Evidence[0].Where);
    }

    [Fact]
    public async Task A_pair_is_prepared_first_and_one_whose_trials_fail_is_known_to_fail()
    {
        _farm.Translator.IsPairPrepared = false;
        _farm.Translator.PreparingFails = new FarmException(new FarmFailure(FailureCode.ScriptError, "stap's runtime doesn't compile.") { Pass = 4 });
        var failed = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Failed;
        var cell = Assert.Single((await _farm.ToolchainsClient.MatrixAsync(new())).Cells);

        Assert.Equal(4, failed.Pass);
        Assert.Equal(V1.PairState.Fails, cell.State);
        Assert.Empty(_farm.Translator.Translated);
    }

    [Fact]
    public async Task Explaining_a_miss_names_what_differs_from_the_nearest_module()
    {
        var built = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build;
        var explained = await _farm.Builds.ExplainAsync(Samples.Build("probe end {}"));

        Assert.False(explained.Cached);
        Assert.Equal(built.ModuleKey, explained.NearestModuleKey);
        Assert.Equal(["script"], explained.Differing);
        Assert.True((await _farm.Builds.ExplainAsync(Samples.Build("probe begin {}"))).Cached);
    }
}
