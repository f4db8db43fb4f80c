namespace StapFarm.CompileServer.Hosting;

/// <summary>What a process of the farm does. Any mix may live in one process.</summary>
[Flags]
internal enum FarmRole
{
    None = 0,

    /// <summary>gRPC: untrusted bytes end here.</summary>
    Front = 1,

    /// <summary>Orleans grains: who builds what, who runs what.</summary>
    Silo = 2,

    /// <summary>Leases work and does it.</summary>
    Worker = 4,

    /// <summary>Has the keys.</summary>
    Signer = 8,

    /// <summary>What one process does when nothing else is said; its worker is a child process.</summary>
    Embedded = Front | Silo | Signer,
}
