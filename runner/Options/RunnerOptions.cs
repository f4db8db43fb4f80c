namespace StapFarm.Runner.Options;

/// <summary>How this runner was told to work.</summary>
internal sealed record RunnerOptions
{
    public const string DefaultState = "/var/lib/stapfarm-runner";

    /// <summary>The farm's gRPC address. <c>http://</c> is HTTP/2 without TLS.</summary>
    public required Uri Farm { get; init; }

    /// <summary>A PEM file with the farm's public ticket key.</summary>
    public required string FarmKeyFile { get; init; }

    /// <summary>Where identity, journal and cache are kept; null for the default, or under <c>/run</c> when that can't be written.</summary>
    public string? State { get; init; }

    /// <summary>For people; the host name when not given.</summary>
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of output per session that wait for the farm; when they are full the kernel's own buffer fills, and it counts what it drops.</summary>
    public long SpoolBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of modules and runtime bundles that are kept for later runs.</summary>
    public long CacheBytes { get; init; } = 512 << 20;

    /// <summary>How many sessions may run at once.</summary>
    public int MaxSessions { get; init; } = 32;

    /// <summary>How long sessions go on without the farm, until the farm has said it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);
}
