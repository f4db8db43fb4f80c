using System.ComponentModel.DataAnnotations;

namespace StapFarm.CompileServer.Blobs;

/// <summary>What clients may send (<c>Farm:Uploads</c>).</summary>
internal sealed class UploadOptions
{
    public const string Section = "Farm:Uploads";

    /// <summary>The largest file that is taken, in bytes. <c>Farm:Storage:MaxBlobBytes</c> holds too.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Farm:Uploads:MaxBytes must be at least 1.")]
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>How many bytes all files together may have that have been begun and aren't whole.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Farm:Uploads:MaxPendingBytes must be at least 1.")]
    public long MaxPendingBytes { get; set; } = 32L << 30;

    /// <summary>How long the beginning of a file is kept for its sender to go on.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Farm:Uploads:KeptFor must be between a minute and a year.")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(24);
}
