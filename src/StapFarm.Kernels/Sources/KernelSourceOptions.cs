namespace StapFarm.Kernels.Sources;

/// <summary>Which places are asked for a kernel, and in which order.</summary>
public sealed class KernelSourceOptions
{
    /// <summary>The word for the Debian archive that the machine's apt is configured for.</summary>
    public const string Debian = "debian";

    /// <summary>
    /// Tried one after the other until one has the kernel: <c>debian</c>, an absolute folder with .deb files, or the
    /// http(s) address of one (with a <c>Packages</c> index, or a plain listing of files). Null: <see cref="DefaultSources"/>,
    /// which a binder of configuration would otherwise add to instead of replacing.
    /// </summary>
    public IReadOnlyList<string>? Sources { get; set; }

    /// <summary>The Debian archive alone.</summary>
    public static IReadOnlyList<string> DefaultSources { get; } = [Debian];

    /// <summary>
    /// The http(s) addresses of debuginfod servers that are asked, one after the other, for the debug information of kernels
    /// whose packages have none. None by default.
    /// </summary>
    public IReadOnlyList<string>? Debuginfod { get; set; }

    /// <summary>How long a source may send nothing before it counts as gone.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    internal IReadOnlyList<string> SourcesInUse => Sources is { Count: > 0 } ? Sources : DefaultSources;

    internal static bool IsKnown(string source) => source == Debian || source.StartsWith('/') || IsAddress(source);

    internal static bool IsAddress(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;
}
