using System.ComponentModel.DataAnnotations;

namespace StapFarm.CompileServer.Worker;

/// <summary>The worker's settings (<c>Farm:Worker</c>).</summary>
internal sealed class WorkerOptions
{
    public const string Section = "Farm:Worker";

    /// <summary>The farm's address; the one that this farm listens at when it isn't set.</summary>
    public string? Farm { get; set; }

    /// <summary>What it is called in progress and logs; the machine's name when it isn't set.</summary>
    public string? Name { get; set; }

    /// <summary>Pieces of work done at once; the number of CPUs when it is 0.</summary>
    [Range(0, 1024)]
    public int Slots { get; set; }

    /// <summary>
    /// Whether the farm keeps a worker of its own as a child process; when it isn't set, it does if <c>Farm:Roles</c> isn't
    /// set either.
    /// </summary>
    public bool? Child { get; set; }

    /// <summary>How long a worker that is told to end waits for the work it has; what isn't done by then goes back to the queue.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause before the next attempt to reach the farm, or to start a worker that died.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A child that lived this long before it died begins anew with short pauses.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the process ends with its standard input: a pipe that its parent holds.</summary>
    public bool EndsWithParent { get; set; }

    public int EffectiveSlots => Slots == 0 ? Environment.ProcessorCount : Slots;

    public string EffectiveName => Name is { Length: > 0 } name ? name : Environment.MachineName;
}
