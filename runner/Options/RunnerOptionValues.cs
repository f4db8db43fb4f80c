namespace StapFarm.Runner.Options;

/// <summary>What has been given so far.</summary>
internal sealed class RunnerOptionValues
{
    public Uri? Farm { get; set; }

    public string? FarmKey { get; set; }

    public string? State { get; set; }

    public string? Name { get; set; }

    public Dictionary<string, string> Labels { get; } = [];

    public long? SpoolBytes { get; set; }

    public long? CacheBytes { get; set; }

    public int? MaxSessions { get; set; }

    public TimeSpan? Lease { get; set; }
}
