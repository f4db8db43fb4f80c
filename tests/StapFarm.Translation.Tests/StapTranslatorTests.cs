using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Keys;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Tests.Keys;
using Xunit;

namespace StapFarm.Translation.Tests;

public sealed class StapTranslatorTests : IDisposable
{
    private readonly FakeRoom _room = new(slots: 1);

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_command_line_is_fixed_but_for_the_request()
    {
        _room.Stap = Building("int x;");
        var request = Requests.Simple("x", new("-D", "A=-g"u8.ToArray()), new("-v"), new("--privilege", "stapdev"u8.ToArray()));
        request = request with { Source = request.Source with { Arguments = ["--help"u8.ToArray()], Tapsets = [new("t", [])] } };
        using var output = await TranslateAsync(request);
        Assert.Equal(
            [$"/usr/bin/stap -r6.1.0 --tmpdir=/tmp/stap -v -p4 -mstap_{ModuleKeys.Of(request).ToString()[..32]} -DA=-g -I/stapfarm/tapset/0 -- /stapfarm/script.stp --help"],
            _room.Commands);
    }

    [Fact]
    public async Task A_module_of_another_architecture_is_cross_compiled()
    {
        _room.Stap = Building("int x;");
        var place = FakeRoom.Place with { Tree = FakeRoom.Place.Tree with { Identity = FakeRoom.Place.Tree.Identity with { Architecture = Model.Kernels.Architecture.Arm64 } } };
        var request = Requests.Simple("x");
        using var output = await _room.Translator.TranslateAsync(place, request, ModuleKeys.Of(request), new Recorder<WorkProgress>(), default);
        Assert.Contains(" -aarm64 -BCROSS_COMPILE=aarch64-linux-gnu- ", _room.Commands.Single());
    }

    [Fact]
    public async Task Who_waits_for_a_slot_is_told_so()
    {
        var build = Building("int x;");
        var (began, goOn) = HoldStap(build);
        var (first, second) = (new Recorder<WorkProgress>(), new Recorder<WorkProgress>());

        var one = TranslateAsync(Requests.Simple("x"), first);
        await began;
        var two = TranslateAsync(Requests.Simple("y"), second);

        Assert.Contains(SlotPool.Waiting, second.Items);
        goOn.SetResult();
        (await one).Dispose();
        (await two).Dispose();
        Assert.DoesNotContain(SlotPool.Waiting, first.Items);
    }

    [Fact]
    public async Task A_build_does_not_wait_for_what_is_tried_out_for_another_kernel()
    {
        var build = Building("int x;");
        var (began, goOn) = HoldStap(build);
        var preparing = _room.Translator.PrepareAsync(FakeRoom.Place, new Recorder<WorkProgress>(), default);
        await began;
        _room.Stap = build;

        (await TranslateAsync(Requests.Simple("x"))).Dispose();

        Assert.False(preparing.IsCompleted);
        goOn.SetResult();
        await preparing;
    }

    [Fact]
    public async Task The_output_is_gone_when_it_is_disposed()
    {
        _room.Stap = Building("int x;");
        var output = await TranslateAsync(Requests.Simple("x"));
        Assert.Equal("module", await File.ReadAllTextAsync(output.ContentPath));
        output.Dispose();
        _room.Finish();
        Assert.Empty(Directory.GetFileSystemEntries(_room.Scratch));
    }

    [Fact]
    public async Task A_failure_leaves_nothing_and_frees_its_slot()
    {
        _room.Stap = _ => Task.FromResult(1);
        for (var i = 0; i < 3; i++)
        {
            await FailureAsync(Requests.Simple("x"));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_room.Scratch));
    }

    [Fact]
    public async Task A_cancelled_build_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        _room.Stap = async _ =>
        {
            await cancel.CancelAsync();
            return 137;
        };
        var request = Requests.Simple("x");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _room.Translator.TranslateAsync(FakeRoom.Place, request, ModuleKeys.Of(request), new Recorder<WorkProgress>(), cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_room.Scratch));
    }

    [Theory]
    [InlineData("module is a link")]
    [InlineData("folder is a link")]
    [InlineData("module is missing")]
    [InlineData("module is empty")]
    public async Task Only_a_plain_file_is_taken_for_a_module(string what)
    {
        using var host = new ScratchFolder();
        await File.WriteAllTextAsync(host.File("secret"), "secret");
        _room.Stap = async job =>
        {
            await Building("int x;")(job);
            var module = Directory.GetFiles(job.Folder.Work).Single();
            var name = Path.GetFileNameWithoutExtension(module);
            switch (what)
            {
                case "module is a link":
                    File.Delete(module);
                    File.CreateSymbolicLink(module, host.File("secret"));
                    break;
                case "folder is a link":
                    Directory.Move(Path.Combine(job.Folder.Temporary, "stap"), host.File("elsewhere"));
                    Directory.CreateSymbolicLink(Path.Combine(job.Folder.Temporary, "stap"), host.File("elsewhere"));
                    Assert.True(File.Exists(Path.Combine(job.Folder.Temporary, "stap", $"{name}_src.c")));
                    break;
                case "module is empty":
                    await File.WriteAllBytesAsync(module, []);
                    break;
                default:
                    File.Delete(module);
                    break;
            }

            return 0;
        };
        Assert.Equal(FailureCode.Internal, (await FailureAsync(Requests.Simple("x"))).Code);
    }

    [Fact]
    public async Task A_module_with_a_probe_of_a_program_is_refused_after_all()
    {
        _room.Stap = Building("  STAP_PROBE_INIT(0, &probe_1, \"process(\\\"/usr/bin/ls\\\").begin\", \"\", \"\", \"\"),");
        var failure = await FailureAsync(Requests.Simple("x"));
        Assert.Equal(FailureCode.Unsupported, failure.Code);
        Assert.Contains("process(\"/usr/bin/ls\").begin", failure.Message);
    }

    [Fact]
    public async Task A_listing_is_text_with_placeholders()
    {
        _room.Stap = async job =>
        {
            await File.WriteAllTextAsync(job.Folder.Output, "# file /stapfarm/script.stp\n");
            return 0;
        };
        using var output = await TranslateAsync(Requests.Simple("x", new StapOption("-p", "1"u8.ToArray())));
        Assert.Equal((TranslationKind.Listing, null), (output.Kind, output.ModuleName));
        Assert.Equal("# file a.stp\n", Encoding.UTF8.GetString(Placeholders.Fill(await File.ReadAllBytesAsync(output.ContentPath), "a.stp", [])));
        Assert.DoesNotContain(" -v", _room.Commands.Single());
    }

    [Fact]
    public async Task A_request_that_is_not_its_keys_is_refused_before_stap_runs()
    {
        var exception = await Assert.ThrowsAsync<FarmException>(() => _room.Translator.TranslateAsync(
            FakeRoom.Place, Requests.Simple("x"), new ModuleKey(Digest.Of("other"u8)), new Recorder<WorkProgress>(), default));
        Assert.Equal(FailureCode.Corrupt, exception.Failure.Code);
        Assert.Empty(_room.Commands);
    }

    [Fact]
    public async Task What_a_killed_worker_left_is_removed_and_what_a_living_one_has_is_not()
    {
        // Linux gives process ids up to 4,194,304.
        Directory.CreateDirectory(Path.Combine(_room.Scratch, "job-99999999-dead/work/deep"));
        Directory.CreateDirectory(Path.Combine(_room.Scratch, $"job-{Environment.ProcessId}-alive"));
        _room.Stap = Building("int x;");
        (await TranslateAsync(Requests.Simple("x"))).Dispose();
        _room.Finish();
        Assert.Equal($"job-{Environment.ProcessId}-alive", Path.GetFileName(Directory.GetFileSystemEntries(_room.Scratch).Single()));
    }

    [Fact]
    public async Task Builds_wait_for_a_free_slot_in_their_order()
    {
        var order = new List<string>();
        var started = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        _room.Stap = async job =>
        {
            started.TrySetResult();
            await gate.Task;
            order.Add(await File.ReadAllTextAsync(Path.Combine(job.Folder.Request, "script.stp")));
            return await Building("int x;")(job);
        };
        var builds = ((string[])["1", "2", "3"]).Select(script => TranslateAsync(Requests.Simple(script))).ToList();
        await started.Task;
        Assert.Single(_room.Commands);
        gate.SetResult();
        foreach (var output in await Task.WhenAll(builds))
        {
            output.Dispose();
        }

        Assert.Equal(["1", "2", "3"], order);
    }

    // stap is begun, and builds when it is let go on.
    private (Task Began, TaskCompletionSource GoOn) HoldStap(Func<SandboxJob, Task<int>> build)
    {
        var (began, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _room.Stap = async job =>
        {
            began.TrySetResult();
            await goOn.Task;
            return await build(job);
        };
        return (began.Task, goOn);
    }

    private static Func<SandboxJob, Task<int>> Building(string code) => async job =>
    {
        var name = job.Command.Select(word => Encoding.UTF8.GetString(word.Span)).Single(word => word.StartsWith("-m", StringComparison.Ordinal))[2..];
        await File.WriteAllTextAsync(Path.Combine(job.Folder.Temporary, "stap", $"{name}_src.c"), code);
        await File.WriteAllTextAsync(Path.Combine(job.Folder.Work, $"{name}.ko"), "module");
        return 0;
    };

    private Task<TranslationOutput> TranslateAsync(TranslationRequest request, Recorder<WorkProgress>? progress = null) =>
        _room.Translator.TranslateAsync(FakeRoom.Place, request, ModuleKeys.Of(request), progress ?? new Recorder<WorkProgress>(), CancellationToken.None);

    private async Task<FarmFailure> FailureAsync(TranslationRequest request) =>
        (await Assert.ThrowsAsync<FarmException>(() => TranslateAsync(request))).Failure;
}
