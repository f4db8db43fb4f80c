using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;

namespace StapFarm.Translation.Sandbox;

/// <summary>The sandbox of the configured <see cref="SandboxMode"/>, with the limits on the whole build.</summary>
internal sealed partial class ProcessSandbox : ISandbox
{
    private readonly SandboxOptions _limits;
    private readonly TimeProvider _time;

    public ProcessSandbox(IOptions<SandboxOptions> options, TimeProvider time, ILogger<ProcessSandbox> logger)
    {
        _limits = options.Value;
        _time = time;
        if (_limits.Mode == SandboxMode.None)
        {
            LogUnprotected(logger);
        }
        else if (!Native.IsRoot)
        {
            LogSharedUser(logger);
        }
    }

    public async Task<SandboxResult> RunAsync(SandboxJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var complaint = new SandboxComplaint();
        var child = await StartAsync(job);
        using var watch = new LimitWatch(_limits, _time, child.Pid, job.Folder);
        var reading = LineReader.ReadAsync(child.Error, line =>
        {
            complaint.Look(line);
            job.OnError(line);
        });
        await using var cancelled = cancellationToken.Register(() => Kill(child, job.Slot));
        var limit = await watch.RunAsync(child.Ended, () => Kill(child, job.Slot));
        var exit = await child.Ended;

        // What the build started may have outlived it where there is no namespace that ends with it.
        KillLeftovers(job.Slot);
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        if (limit is null && exit.Status != 0 && complaint.Text is { } text)
        {
            throw new FarmException(
                FailureCode.Unavailable,
                $"This worker can't make a sandbox: {text}",
                $"See docs/translation.md; {SandboxOptions.Section}:Mode=None does without one, and says what that leaves open.");
        }

        return new SandboxResult(exit.Status, limit, Max(exit.CpuTime, watch.Peak.CpuTime), watch.Peak.Memory);
    }

    private Task<Spawned> StartAsync(SandboxJob job)
    {
        File.WriteAllBytes(job.Folder.Output, []);
        return Spawned.StartAsync(() => Prepare(job), job.Folder.Output);
    }

    /// <summary>On the child's own thread.</summary>
    private List<byte[]> Prepare(SandboxJob job)
    {
        if (_limits.Mode == SandboxMode.None)
        {
            return SandboxCommand.WithoutSandbox(job, _limits, Stage.Enter().Build([.. SandboxCommand.Plan(job), .. HostDevices.Mounts]));
        }

        if (!Native.IsRoot)
        {
            return SandboxCommand.Bubblewrap(job, _limits, path => path);
        }

        var stage = Stage.Enter();
        foreach (var folder in (string?[])[job.ToolchainRoot, job.TreeFolder, job.PreparedFolder, job.Folder.Request, job.Folder.Work, job.Folder.State, job.Folder.Temporary])
        {
            // The host's own root needs no staging (and holds the stage).
            if (folder is not null and not "/")
            {
                stage.Add(folder);
            }
        }

        return SandboxCommand.Bubblewrap(job, _limits, stage.Map);
    }

    private void Kill(Spawned child, Slot slot)
    {
        child.Kill();
        KillLeftovers(slot);
    }

    private void KillLeftovers(Slot slot)
    {
        if (_limits.Mode == SandboxMode.None)
        {
            SlotProcesses.Kill(slot);
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>The first thing said when it is said by the programs around the sandbox.</summary>
    private sealed class SandboxComplaint
    {
        private static readonly string[] Speakers = ["bwrap: ", "setpriv: ", "prlimit: ", "chroot: ", "/usr/sbin/chroot: ", "/usr/bin/setpriv: "];
        private bool _looked;

        public string? Text { get; private set; }

        public void Look(ReadOnlyMemory<byte> line)
        {
            var text = _looked ? "" : Encoding.UTF8.GetString(line.Span);
            _looked = true;
            if (Speakers.Any(speaker => text.StartsWith(speaker, StringComparison.Ordinal)))
            {
                Text = text;
            }
        }
    }
}
