namespace StapFarm.CompileServer.Hosting;

/// <summary>
/// Where each room keeps its files (<c>Farm:Folders</c>), so that farms of one machine can share what is expensive to make;
/// a folder of the data root when it isn't set.
/// </summary>
internal sealed class FolderOptions
{
    public const string Section = "Farm:Folders";

    /// <summary>Has the stores below it: <c>blobs</c>, <c>manifests</c>, <c>sessions</c>. The data root itself when it isn't set.</summary>
    public string? Stores { get; set; }

    public string? Kernels { get; set; }

    public string? Toolchains { get; set; }

    /// <summary>What stap's trials of a pair left.</summary>
    public string? Prepared { get; set; }

    /// <summary>What builds write while they go on.</summary>
    public string? Scratch { get; set; }

    public string? Keys { get; set; }

    /// <summary>Packages as archives have them.</summary>
    public string? Downloads { get; set; }
}
