using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Translation.Keys;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Tests.Keys;
using Xunit;

namespace StapFarm.Translation.Tests.Preparation;

public sealed class PairPreparerTests : IDisposable
{
    private readonly FakeRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Each_trial_is_made_with_and_without_guru_mode_and_never_again()
    {
        _room.Stap = Caching;
        await PrepareAsync();
        await PrepareAsync();
        Assert.Equal(2 * Trial.All.Count, _room.Commands.Count);
        Assert.Equal(Trial.All.Count, _room.Commands.Count(command => command.Contains(" -g", StringComparison.Ordinal)));
        Assert.True(_room.Translator.IsPrepared(FakeRoom.Place));
        Assert.Empty(Directory.GetFileSystemEntries(_room.Scratch));
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_preparation()
    {
        var gate = new TaskCompletionSource();
        _room.Stap = async job =>
        {
            await gate.Task;
            return await Caching(job);
        };
        var all = Enumerable.Range(0, 5).Select(_ => PrepareAsync()).ToList();
        gate.SetResult();
        await Task.WhenAll(all);
        Assert.Equal(2 * Trial.All.Count, _room.Commands.Count);
    }

    [Fact]
    public async Task What_is_kept_is_read_only_and_without_staps_logs()
    {
        _room.Stap = Caching;
        await PrepareAsync();
        var folder = _room.Pairs.Find(FakeRoom.Place.Pair)!;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Equal(["cache/ab/found.o", "cache/cd/nothing.o", "kbuild/make"], files.Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal));
        Assert.All(files.Where(file => Path.GetFileName(file) != "make"), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file)));
        Assert.Empty(File.ReadAllBytes(Path.Combine(folder, "cache/cd/nothing.o")));
    }

    [Fact]
    public async Task A_kernel_that_lacks_types_or_tracepoints_is_prepared_all_the_same()
    {
        _room.Stap = async job => ScriptOf(job).Contains("begin", StringComparison.Ordinal) ? await Caching(job) : 1;
        await PrepareAsync();
        Assert.True(_room.Translator.IsPrepared(FakeRoom.Place));
    }

    [Fact]
    public async Task A_pair_that_builds_nothing_is_not_prepared_and_leaves_nothing()
    {
        _room.Stap = job =>
        {
            job.OnError("Pass 4: compilation failed."u8.ToArray());
            return Task.FromResult(1);
        };
        var failure = (await Assert.ThrowsAsync<FarmException>(PrepareAsync)).Failure;
        Assert.Equal((FailureCode.ScriptError, 4), (failure.Code, failure.Pass));
        Assert.False(_room.Translator.IsPrepared(FakeRoom.Place));
        Assert.Empty(Directory.GetFileSystemEntries(_room.Scratch));
    }

    [Fact]
    public async Task An_interrupted_preparation_is_not_taken_for_whole()
    {
        _room.Stap = Caching;
        Directory.CreateDirectory(_room.Pairs.FolderOf(FakeRoom.Place.Pair) + ".making/ab");
        Assert.False(_room.Translator.IsPrepared(FakeRoom.Place));
        await PrepareAsync();
        Assert.True(_room.Translator.IsPrepared(FakeRoom.Place));
    }

    [Fact]
    public async Task A_build_sees_the_prepared_files_as_links_into_a_read_only_place()
    {
        _room.Stap = Caching;
        await PrepareAsync();
        string? seen = null;
        _room.Stap = job =>
        {
            seen = new FileInfo(Path.Combine(job.Folder.State, "cache/ab/found.o")).LinkTarget;
            Assert.Equal(_room.Pairs.Find(FakeRoom.Place.Pair), job.PreparedFolder);
            return Task.FromResult(1);
        };
        var request = Requests.Simple("x");
        await Assert.ThrowsAsync<FarmException>(() => _room.Translator.TranslateAsync(FakeRoom.Place, request, ModuleKeys.Of(request), new Recorder<WorkProgress>(), default));
        Assert.Equal("/stapfarm/prepared/cache/ab/found.o", seen);
    }

    private static Task<int> Caching(SandboxJob job)
    {
        foreach (var (name, content) in ((string, string)[])[("ab/found.o", "found"), ("cd/nothing.o", ""), ("ab/found_hash.log", "log")])
        {
            var file = Path.Combine(job.Folder.State, "cache", name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }

        File.Delete(Path.Combine(job.Folder.State, "cache/ab/evil"));
        File.CreateSymbolicLink(Path.Combine(job.Folder.State, "cache/ab/evil"), "/etc/shadow");
        return Task.FromResult(0);
    }

    private static string ScriptOf(SandboxJob job) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(job.Folder.Request, "script.stp")));

    private Task PrepareAsync() => _room.Translator.PrepareAsync(FakeRoom.Place, new Recorder<WorkProgress>(), default);
}
