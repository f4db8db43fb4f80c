using System.Globalization;
using StapFarm.Model.Failures;

namespace StapFarm.Translation.Sandbox;

/// <summary>Names a limit, its value and its setting.</summary>
internal static class LimitMessages
{
    public static FarmFailure Failure(SandboxLimit limit, SandboxOptions options) => new(
        FailureCode.LimitExceeded,
        $"The build was stopped: it used more than {Describe(limit, options)}.",
        $"Probe less at a time, or raise {SandboxOptions.Section}:{limit} where the worker runs.");

    private static string Describe(SandboxLimit limit, SandboxOptions options) => limit switch
    {
        SandboxLimit.CpuTime => $"{Seconds(options.CpuTime)} of CPU time",
        SandboxLimit.WallTime => $"{Seconds(options.WallTime)} from start to end",
        SandboxLimit.MemoryBytes => $"{Size(options.MemoryBytes)} of memory",
        SandboxLimit.Processes => $"{options.Processes} processes",
        SandboxLimit.FileBytes => $"{Size(options.FileBytes)} for one file",
        SandboxLimit.ScratchBytes => $"{Size(options.ScratchBytes)} for all its files",
        _ => limit.ToString(),
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Size(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / (1L << 30):0.##} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / (1L << 20):0.##} MiB");
}
