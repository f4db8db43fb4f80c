namespace StapFarm.Translation.Sandbox;

/// <summary>Looks at a running build again and again, and ends it when it passes a limit.</summary>
internal sealed class LimitWatch(SandboxOptions limits, TimeProvider time, int pid, JobFolder folder) : IDisposable
{
    /// <summary>Walking a build's files costs more than looking at its processes, and files grow slower than memory.</summary>
    private const int LooksPerScratchLook = 5;

    private readonly PeriodicTimer _timer = new(limits.SampleInterval, time);
    private readonly long _start = time.GetTimestamp();

    /// <summary>The greatest use seen, each number by itself.</summary>
    public Usage Peak { get; private set; }

    /// <summary>Returns when the build has ended, or with the limit because of which it was ended.</summary>
    public async Task<SandboxLimit?> RunAsync(Task ended, Action kill)
    {
        var scratch = 0L;
        for (var look = 0; !ended.IsCompleted; look++)
        {
            if (await Task.WhenAny(ended, _timer.WaitForNextTickAsync().AsTask()) == ended)
            {
                break;
            }

            if (look % LooksPerScratchLook == 0)
            {
                scratch = ScratchSize.Of(folder).Total;
            }

            var usage = ProcessTree.Measure(pid);
            Peak = new Usage(
                usage.CpuTime > Peak.CpuTime ? usage.CpuTime : Peak.CpuTime,
                Math.Max(usage.Memory, Peak.Memory),
                Math.Max(usage.Processes, Peak.Processes));
            if (LimitJudge.Judge(limits, usage, time.GetElapsedTime(_start), scratch) is { } limit)
            {
                kill();
                return limit;
            }
        }

        return null;
    }

    public void Dispose() => _timer.Dispose();
}
