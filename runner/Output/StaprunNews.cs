namespace StapFarm.Runner.Output;

/// <summary>What staprun and stapio tell in their verbose messages (<c>-vv</c>).</summary>
internal enum StaprunNews
{
    /// <summary>staprun is about to load the module; the text is the name it has in the kernel.</summary>
    Inserting,

    /// <summary>stapio has its signal handlers: from now on an interrupt ends the session in order.</summary>
    Attached,

    /// <summary>The probes are registered.</summary>
    Running,

    /// <summary>The module's initialisation failed.</summary>
    Failed,
}
