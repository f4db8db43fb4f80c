namespace StapFarm.Model.Failures;

/// <summary>A failure as it reaches a person.</summary>
/// <param name="Code">Its kind, for programs.</param>
/// <param name="Message">What happened: one sentence or a few.</param>
/// <param name="Advice">What to do about it; empty when stap's own words say it.</param>
public sealed record FarmFailure(FailureCode Code, string Message, string Advice = "")
{
    /// <summary>stap's pass, 1 to 5, when it happened in one.</summary>
    public int? Pass { get; init; }

    /// <summary>stap's exit code, when stap ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The kernel's release and build-id, when one was involved.</summary>
    public string? Kernel { get; init; }

    /// <summary>The toolchain, as people name it, when one was involved.</summary>
    public string? Toolchain { get; init; }

    /// <summary>stap's (or staprun's) own messages, byte for byte; may hold the placeholders of <c>Builds.Placeholders</c>.</summary>
    public ReadOnlyMemory<byte> ToolMessages { get; init; }

    /// <summary>Whether the same request fails in the same way again, so that the failure may be remembered.</summary>
    public bool IsDeterministic => Code is FailureCode.ScriptError or FailureCode.Unsupported;
}
