using System.ComponentModel.DataAnnotations;

namespace StapFarm.Storage;

/// <summary>Where and how the farm stores on files.</summary>
public sealed class FileStorageOptions
{
    /// <summary>
    /// The folder of the stores, absolute: <c>blobs</c>, <c>manifests</c>, <c>sessions</c> and <c>incoming</c> below it.
    /// Made when it is missing. Any number of processes may share it.
    /// </summary>
    [Required(ErrorMessage = "Storage: Root must name the folder of the stores.")]
    [RegularExpression("/.*", ErrorMessage = "Storage: Root must be an absolute path.")]
    public string Root { get; set; } = "";

    /// <summary>
    /// Whether what is stored survives a power failure (fsync), all but modules, listings and requests, which are made again.
    /// Without it a crash of the machine may cost the newest files; a crash of the process costs nothing.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>The largest blob that is taken, in bytes.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Storage: MaxBlobBytes must be at least 1.")]
    public long MaxBlobBytes { get; set; } = 16L << 30;

    /// <summary>How old a half-written file must be to count as abandoned when the process starts.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Storage: AbandonedAfter must be between a minute and a year.")]
    public TimeSpan AbandonedAfter { get; set; } = TimeSpan.FromHours(24);
}
