namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>Whether the port is announced to clients that look for one (<c>stap --list-servers</c>).</summary>
internal enum AnnounceMode
{
    /// <summary>When others can reach it: it listens beyond this machine.</summary>
    Auto,

    /// <summary>Also when only this machine can reach it, as far as this process sees.</summary>
    Always,

    /// <summary>No.</summary>
    Never,
}
