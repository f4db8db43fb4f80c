using System.ComponentModel.DataAnnotations;

namespace StapFarm.Translation.Sandbox;

/// <summary>The section <c>Farm:Sandbox</c> of the configuration. Times are written <c>hh:mm:ss</c>, sizes in bytes.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Farm:Sandbox";

    public SandboxMode Mode { get; set; } = SandboxMode.Bubblewrap;

    /// <summary>Builds that run at the same time; each has a user of its own.</summary>
    [Range(1, 256)]
    public int Slots { get; set; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>
    /// The user (and group) id of the first slot; the others follow, and two more in which kernels are tried out. They need no entry in /etc/passwd, must belong to
    /// nobody else; two workers of one machine should have ranges of their own, and must with <see cref="SandboxMode.None"/>.
    /// </summary>
    [Range(1000, 0x7fff_0000)]
    public int FirstUid { get; set; } = 47100;

    /// <summary>CPU time of all processes of a build together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CpuTime { get; set; } = TimeSpan.FromMinutes(15);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WallTime { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Memory of all processes of a build together, without file contents that the kernel can drop.</summary>
    [Range(64L << 20, 1L << 50)]
    public long MemoryBytes { get; set; } = 4L << 30;

    /// <summary>Processes and threads at one moment.</summary>
    [Range(4, 65536)]
    public int Processes { get; set; } = 256;

    /// <summary>The largest file that a build may write.</summary>
    [Range(1L << 20, 1L << 50)]
    public long FileBytes { get; set; } = 512L << 20;

    /// <summary>All files together that a build may write.</summary>
    [Range(1L << 20, 1L << 50)]
    public long ScratchBytes { get; set; } = 2L << 30;

    /// <summary>How often the sums over a build are taken. What grows faster is bounded by each process's own limit.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0200000", "00:00:10")]
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromMilliseconds(200);
}
