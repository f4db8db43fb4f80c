using System.ComponentModel.DataAnnotations;

namespace StapFarm.Storage.Collection;

/// <summary>How much the farm keeps, and for how long (<c>Farm:Storage</c>, with <see cref="FileStorageOptions"/>).</summary>
public sealed class CollectionOptions
{
    private const string OneMinute = "00:01:00";
    private const string TenYears = "3650.00:00:00";

    /// <summary>
    /// How many bytes of modules and listings are kept; those that were unused for longest go first. No bound when it is null.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Storage: ModuleBytes must not be negative.")]
    public long? ModuleBytes { get; set; } = 20L << 30;

    /// <summary>
    /// How many bytes all blobs may have: modules, listings, toolchains, runtime bundles and the files of kernels. Only modules
    /// and listings go to keep it; the others are somebody's to remove. No bound when it is null.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Storage: BlobBytes must not be negative.")]
    public long? BlobBytes { get; set; }

    /// <summary>How many bytes of sessions' output are kept; the oldest go first. No bound when it is null.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Storage: SessionBytes must not be negative.")]
    public long? SessionBytes { get; set; } = 10L << 30;

    /// <summary>How long a session's output is kept after its last line.</summary>
    [Range(typeof(TimeSpan), OneMinute, TenYears, ErrorMessage = "Storage: SessionsKeptFor must be between a minute and ten years.")]
    public TimeSpan SessionsKeptFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// What was stored or used within this time stays, whatever else is said: something may be about to refer to it. Longer than
    /// a build takes, so that farms which share their stores leave each other's work alone.
    /// </summary>
    [Range(typeof(TimeSpan), OneMinute, TenYears, ErrorMessage = "Storage: Grace must be between a minute and ten years.")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same for files that clients sent, which come one after the other before something is made of them all.</summary>
    [Range(typeof(TimeSpan), OneMinute, TenYears, ErrorMessage = "Storage: UploadGrace must be between a minute and ten years.")]
    public TimeSpan UploadGrace { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the budgets are seen to.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ErrorMessage = "Storage: CollectionInterval must be between a second and thirty days.")]
    public TimeSpan CollectionInterval { get; set; } = TimeSpan.FromMinutes(10);
}
