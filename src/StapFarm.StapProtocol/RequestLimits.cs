using System.ComponentModel.DataAnnotations;

namespace StapFarm.StapProtocol;

/// <summary>How large a request may be. stap-serverd takes 5,000 bytes, which is too few for most tapset directories.</summary>
public sealed class RequestLimits
{
    /// <summary>The archive as it is sent, in bytes.</summary>
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = "RequestBytes must be from 1024 to 1073741824.")]
    public int RequestBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Everything in it together, unpacked, in bytes.</summary>
    [Range(1024, 1024 * 1024 * 1024, ErrorMessage = "UnpackedBytes must be from 1024 to 1073741824.")]
    public int UnpackedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Files and folders in it.</summary>
    [Range(16, 1_000_000, ErrorMessage = "Entries must be from 16 to 1000000.")]
    public int Entries { get; set; } = 20_000;

    /// <summary>Arguments of stap; the kernel takes no more than about two megabytes of them.</summary>
    [Range(16, 65_536, ErrorMessage = "Arguments must be from 16 to 65536.")]
    public int Arguments { get; set; } = 4096;

    /// <summary>All arguments together, in bytes.</summary>
    [Range(1024, 2 * 1024 * 1024, ErrorMessage = "ArgumentBytes must be from 1024 to 2097152.")]
    public int ArgumentBytes { get; set; } = 1024 * 1024;
}
