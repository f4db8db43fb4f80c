using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Runner.Content;
using StapFarm.Testing;

namespace StapFarm.Runner.Tests.Content;

public sealed class ContentCacheTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_is_there_is_not_made_again()
    {
        var cache = Cache(1000);
        using (await cache.GetAsync(Name(1), Make(10)))
        {
        }

        using var lease = await cache.GetAsync(Name(1), _ => throw new InvalidOperationException("made twice"));

        Assert.Equal(10, new FileInfo(lease.Path).Length);
    }

    [Fact]
    public async Task Two_that_need_the_same_make_it_once()
    {
        var cache = Cache(1000);
        var made = new TaskCompletionSource();
        var makers = 0;
        async Task MakeAsync(string path)
        {
            makers++;
            await made.Task;
            await Make(10)(path);
        }

        var first = cache.GetAsync(Name(1), MakeAsync);
        var second = cache.GetAsync(Name(1), MakeAsync);
        made.SetResult();
        (await first).Dispose();
        (await second).Dispose();

        Assert.Equal(1, makers);
    }

    [Fact]
    public async Task When_the_first_maker_fails_the_next_one_makes_it_itself()
    {
        var cache = Cache(1000);
        var fail = new TaskCompletionSource();
        var first = cache.GetAsync(Name(1), _ => fail.Task);
        var second = cache.GetAsync(Name(1), Make(10));
        fail.SetException(new IOException("broken"));

        await Assert.ThrowsAsync<IOException>(() => first);
        using var lease = await second;
        Assert.True(File.Exists(lease.Path));
    }

    [Fact]
    public async Task Beyond_the_bound_the_least_recently_used_goes_but_never_what_is_in_use()
    {
        var cache = Cache(25);
        using var used = await cache.GetAsync(Name(1), Make(10));
        foreach (var i in (int[])[2, 3, 4])
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            (await cache.GetAsync(Name(i), Make(10))).Dispose();
        }

        Assert.Equal(
            ((int[])[1, 4]).Select(i => Name(i).ToString()).Order(),
            new DirectoryInfo(_scratch.Path).EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
    }

    [Fact]
    public async Task What_a_killed_runner_left_half_made_is_never_taken_for_whole()
    {
        await File.WriteAllTextAsync(_scratch.File(Name(1) + ".part"), "half");
        Directory.CreateDirectory(_scratch.File(Name(2) + ".part"));
        var cache = Cache(1000);

        Assert.Empty(new DirectoryInfo(_scratch.Path).EnumerateFileSystemInfos());
        using var lease = await cache.GetAsync(Name(1), Make(10));
        Assert.Equal(10, new FileInfo(lease.Path).Length);
    }

    public void Dispose() => _scratch.Dispose();

    private ContentCache Cache(long limit) => new(_scratch.Path, limit, _time);

    private static Digest Name(int number) => Digest.Of([(byte)number]);

    private static Func<string, Task> Make(int size) => path => File.WriteAllBytesAsync(path, new byte[size]);
}
