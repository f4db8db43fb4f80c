using System.ComponentModel.DataAnnotations;
using StapFarm.CompileServer.StapPort.Discovery;
using StapFarm.StapProtocol;

namespace StapFarm.CompileServer.StapPort;

/// <summary>The port for unmodified <c>stap --use-server</c> clients (<c>Farm:StapPort</c>).</summary>
internal sealed class StapPortOptions : IValidatableObject
{
    public const string Section = "Farm:StapPort";

    /// <summary>
    /// <c>ADDRESS:PORT</c>; port 0 takes any free one, <c>none</c> opens no port. When it isn't set, the farm in one process
    /// listens at 127.0.0.1:7078, and processes with chosen roles don't.
    /// </summary>
    public string? Listen { get; set; }

    /// <summary>Whether the port is announced over mDNS, so that <c>stap --list-servers</c> and clients that name no server find it.</summary>
    [EnumDataType(typeof(AnnounceMode))]
    public AnnounceMode Announce { get; set; }

    /// <summary>How large requests may be.</summary>
    public RequestLimits Limits { get; set; } = new();

    /// <summary>How long a client may take until it is connected and has sent its whole request.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client is kept waiting for its answer; the work goes on for whoever asks again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a client may take to fetch its answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections at a time. A further one is reset, which stap takes as a reason to try again.</summary>
    [Range(1, 100_000)]
    public int Connections { get; set; } = 2000;

    /// <summary>Bytes that all requests which are received or wait for their builds may hold together, beside what is small anyway.</summary>
    [Range(1024 * 1024, long.MaxValue)]
    public long HeldBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Whether a kernel that the farm doesn't have is fetched from its sources when a client asks for it.</summary>
    public bool FetchKernels { get; set; } = true;

    /// <summary>How long a client waits for a kernel to be fetched before it is told to ask again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FetchWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether modules are signed for kernels that load signed ones only (Secure Boot). Whoever reaches the port can have
    /// anything signed then: its clients have no identity.
    /// </summary>
    public bool KernelSigning { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(Limits, new ValidationContext(Limits), wrong, validateAllProperties: true);
        return wrong.Select(result => new ValidationResult(result.ErrorMessage, result.MemberNames.Select(name => $"{nameof(Limits)}:{name}")));
    }
}
