using System.ComponentModel.DataAnnotations;

namespace StapFarm.CompileServer.Hosting;

/// <summary>Settings that every role has (<c>Farm</c>).</summary>
internal sealed class FarmOptions
{
    public const string Section = "Farm";

    /// <summary>
    /// Where everything is kept; <c>$XDG_DATA_HOME/stapfarm</c> or <c>~/.local/share/stapfarm</c> when it isn't set.
    /// </summary>
    public string? DataRoot { get; set; }

    /// <summary>Where the front listens: <c>http://ADDRESS:PORT</c>; port 0 takes any free one.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:7077";

    /// <summary>The longest gRPC message that the farm takes or sends, in bytes.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a process that is told to end waits for what it is doing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
