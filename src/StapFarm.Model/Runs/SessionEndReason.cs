namespace StapFarm.Model.Runs;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The script called exit(), or the command of <c>-c</c> ended.</summary>
    Exited = 1,

    /// <summary>Somebody asked for it.</summary>
    Stopped = 2,

    TimeLimit = 3,

    OutputLimit = 4,

    /// <summary>The runner had no connection to the farm for longer than its lease.</summary>
    LeaseLost = 5,

    /// <summary>The runner refused it before loading, or the build failed; the failure says why.</summary>
    Refused = 6,

    /// <summary>The kernel refused the module; the failure has staprun's words.</summary>
    LoadFailed = 7,

    /// <summary>The target or its runner went away; a restarted runner unloads what was left.</summary>
    TargetLost = 8,
}
