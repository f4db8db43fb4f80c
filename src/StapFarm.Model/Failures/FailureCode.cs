namespace StapFarm.Model.Failures;

/// <summary>What kind of failure it is, for programs. The numbers are part of the gRPC contract and never reused.</summary>
public enum FailureCode
{
    /// <summary>A defect of the farm itself.</summary>
    Internal = 1,

    /// <summary>The request can't be understood or isn't allowed in this form.</summary>
    InvalidRequest = 2,

    /// <summary>What the request names isn't there.</summary>
    NotFound = 3,

    /// <summary>stap refused the script; the same script fails again.</summary>
    ScriptError = 4,

    /// <summary>The script asks for what the farm doesn't do, such as user-space probes.</summary>
    Unsupported = 5,

    /// <summary>The build ran into a limit that the message names.</summary>
    LimitExceeded = 6,

    /// <summary>The translator was killed from outside.</summary>
    Killed = 7,

    /// <summary>The worker was lost, more often than a build is tried.</summary>
    WorkerLost = 8,

    /// <summary>Stored or received content doesn't match its digest or format.</summary>
    Corrupt = 9,

    /// <summary>The medium that stores it has no room.</summary>
    StoreFull = 10,

    /// <summary>The kernel isn't known to the farm.</summary>
    UnknownKernel = 11,

    /// <summary>No toolchain of the farm serves this kernel.</summary>
    NoToolchain = 12,

    /// <summary>The kernel tree lacks a part, mixes builds or is truncated.</summary>
    BadKernelTree = 13,

    /// <summary>An archive or download can't be reached or isn't signed as it should be.</summary>
    SourceFailed = 14,

    /// <summary>No runner fits the selector, or the runner is away.</summary>
    NoRunner = 15,

    /// <summary>The module is for another kernel than the one that runs on the target.</summary>
    WrongKernel = 16,

    /// <summary>The ticket is missing, expired, forged or for another runner or module.</summary>
    BadTicket = 17,

    /// <summary>The target's kernel refused the module.</summary>
    LoadFailed = 18,

    /// <summary>The target went away while the script ran.</summary>
    TargetLost = 19,

    /// <summary>Stored or spoken data has a version that this program doesn't know.</summary>
    UnknownVersion = 20,

    /// <summary>The caller may not do this.</summary>
    NotAllowed = 21,

    /// <summary>It was called off.</summary>
    Cancelled = 22,

    /// <summary>The farm or a part of it can't answer now; try again.</summary>
    Unavailable = 23,

    /// <summary>It already exists, or is in use.</summary>
    InUse = 24,
}
