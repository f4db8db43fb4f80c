using System.Globalization;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Sandbox;

public sealed class SandboxLimitTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_build_past_its_wall_time_is_ended()
    {
        using var box = new Sandboxed(21, new SandboxOptions { WallTime = TimeSpan.FromSeconds(1), SampleInterval = Often });
        Assert.Equal(SandboxLimit.WallTime, (await box.RunAsync("sleep 1000")).Limit);
    }

    [Fact]
    public async Task CPU_time_counts_over_all_processes()
    {
        // Three at a time, none of which alone would use up the limit.
        using var box = new Sandboxed(22, new SandboxOptions { CpuTime = TimeSpan.FromSeconds(1.5), SampleInterval = Often });
        var result = await box.RunAsync("for i in 1 2 3; do (while :; do :; done) & done; wait");
        Assert.Equal(SandboxLimit.CpuTime, result.Limit);
    }

    [Fact]
    public async Task Memory_counts_over_all_processes()
    {
        using var box = new Sandboxed(23, new SandboxOptions { MemoryBytes = 160 << 20, SampleInterval = Often });
        var result = await box.RunAsync("for i in 1 2 3; do (x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 1000) & done; wait");
        Assert.Equal(SandboxLimit.MemoryBytes, result.Limit);
        Assert.True(result.PeakMemory > 160 << 20);
    }

    [Fact]
    public async Task Too_many_processes_end_it()
    {
        using var box = new Sandboxed(24, new SandboxOptions { Processes = 20, SampleInterval = Often });
        var result = await box.RunAsync("for i in $(seq 30); do sleep 1000 & done; wait");
        Assert.Equal(SandboxLimit.Processes, result.Limit);
    }

    [Fact]
    public async Task No_file_can_grow_past_its_limit()
    {
        using var box = new Sandboxed(25, new SandboxOptions { FileBytes = 1 << 20, SampleInterval = Often });
        var result = await box.RunAsync("head -c 3000000 /dev/zero > /tmp/big");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(1 << 20, ScratchSize.Of(box.Folder).Largest);
    }

    [Fact]
    public async Task All_files_together_count_too()
    {
        using var box = new Sandboxed(26, new SandboxOptions { ScratchBytes = 4 << 20, SampleInterval = Often });
        var result = await box.RunAsync("for i in 1 2 3 4 5 6; do head -c 1000000 /dev/zero > /tmp/$i; done; sleep 1000");
        Assert.Equal(SandboxLimit.ScratchBytes, result.Limit);
    }

    [Theory]
    [InlineData(SandboxMode.Bubblewrap, 27)]
    [InlineData(SandboxMode.None, 28)]
    public async Task Calling_it_off_ends_every_process_of_it(SandboxMode mode, int slot)
    {
        using var box = new Sandboxed(slot, new SandboxOptions { Mode = mode });
        using var cancel = new CancellationTokenSource();
        var ready = new TaskCompletionSource();
        box.OnError = line => ready.TrySetResult();

        // One that leaves its session and ignores what can be ignored.
        var run = box.RunAsync("trap '' TERM HUP INT; setsid sh -c 'trap \"\" TERM HUP; sleep 1000 & sleep 1000' & echo ready >&2; sleep 1000", cancel.Token);
        await ready.Task;
        Assert.NotEmpty(ProcessesOf(box.Slot));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await GoneAsync(box.Slot);
    }

    [Fact]
    public async Task What_a_build_leaves_running_ends_with_it()
    {
        using var box = new Sandboxed(29);
        var result = await box.RunAsync("setsid sleep 1000 >/dev/null 2>&1 & exit 0");
        Assert.Equal(0, result.ExitCode);
        await GoneAsync(box.Slot);
    }

    [Fact]
    public void Each_limits_failure_names_its_setting_and_value()
    {
        foreach (var limit in Enum.GetValues<SandboxLimit>())
        {
            var failure = LimitMessages.Failure(limit, new SandboxOptions());
            Assert.Contains($"Sandbox:{limit}", failure.Advice);
            Assert.NotNull(typeof(SandboxOptions).GetProperty(limit.ToString()));
            Assert.Matches("[0-9]", failure.Message);
        }
    }

    [Fact]
    public void A_build_within_its_limits_is_left_alone_and_each_limit_is_told_from_the_others()
    {
        var limits = new SandboxOptions();
        Assert.Null(LimitJudge.Judge(limits, new Usage(limits.CpuTime, limits.MemoryBytes, limits.Processes), limits.WallTime, limits.ScratchBytes));
        var more = TimeSpan.FromTicks(1);
        Assert.Equal(SandboxLimit.CpuTime, LimitJudge.Judge(limits, new Usage(limits.CpuTime + more, 0, 0), default, 0));
        Assert.Equal(SandboxLimit.WallTime, LimitJudge.Judge(limits, default, limits.WallTime + more, 0));
        Assert.Equal(SandboxLimit.MemoryBytes, LimitJudge.Judge(limits, new Usage(default, limits.MemoryBytes + 1, 0), default, 0));
        Assert.Equal(SandboxLimit.Processes, LimitJudge.Judge(limits, new Usage(default, 0, limits.Processes + 1), default, 0));
        Assert.Equal(SandboxLimit.ScratchBytes, LimitJudge.Judge(limits, default, default, limits.ScratchBytes + 1));
    }

    /// <summary>The kernel ends a namespace's processes soon after its first one, not in the same moment.</summary>
    private static async Task GoneAsync(Slot slot)
    {
        for (var tries = 0; ProcessesOf(slot).Count > 0; tries++)
        {
            Assert.True(tries < 1000, string.Join(" ", ProcessesOf(slot)));
            await Task.Yield();
        }
    }

    private static List<string> ProcessesOf(Slot slot)
    {
        var mine = string.Create(CultureInfo.InvariantCulture, $"\nUid:\t{slot.Uid}\t");
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var status = File.ReadAllText(Path.Combine(folder, "status"));
                if (status.Contains(mine, StringComparison.Ordinal) && !status.Contains("\nState:\tZ", StringComparison.Ordinal))
                {
                    found.Add(folder);
                }
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        return found;
    }
}
