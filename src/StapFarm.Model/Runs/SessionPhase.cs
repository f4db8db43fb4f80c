namespace StapFarm.Model.Runs;

/// <summary>Where a session is in its life. A session only moves forward.</summary>
public enum SessionPhase
{
    /// <summary>Waits for its module to be built.</summary>
    Building = 1,

    /// <summary>The runner has been told to start it.</summary>
    Starting = 2,

    /// <summary>The module is in the kernel and its probes are registered.</summary>
    Running = 3,

    /// <summary>It was told to end; output of <c>probe end</c> may still come.</summary>
    Stopping = 4,

    /// <summary>Over: the module is unloaded, no output follows.</summary>
    Ended = 5,
}
