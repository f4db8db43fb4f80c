using System.Globalization;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Translation.Sandbox;

namespace StapFarm.Translation.Stap;

/// <summary>Tells why stap ended without a result: only what the script is to blame for may be remembered.</summary>
internal static class FailureClassifier
{
    private const int SignalBase = 128;
    private const int SigKill = 9;
    private const int SigCpuTime = 24;
    private const int SigFileSize = 25;

    /// <summary>
    /// What programs say when a limit stops them: the C library's own words (the sandbox has a fixed language). Said by
    /// compiler, assembler, linker and make, which stap reports as a failed pass 4 like any other.
    /// </summary>
    private static readonly (string Words, SandboxLimit Limit)[] LimitWords =
    [
        ("File size limit exceeded", SandboxLimit.FileBytes),
        ("File too large", SandboxLimit.FileBytes),
        ("CPU time limit exceeded", SandboxLimit.CpuTime),
        ("virtual memory exhausted", SandboxLimit.MemoryBytes),
        ("out of memory allocating", SandboxLimit.MemoryBytes),
        ("Cannot allocate memory", SandboxLimit.MemoryBytes),
        ("Out of memory.", SandboxLimit.MemoryBytes),
        ("Resource temporarily unavailable", SandboxLimit.Processes),
    ];

    private static readonly string[] KilledWords = ["Killed signal terminated program", "] Killed", "Error 137"];

    /// <param name="folder">What the build wrote.</param>
    public static FarmException Classify(
        TranslationPlace place,
        SandboxOptions limits,
        SandboxResult result,
        JobFolder folder,
        StapTalk talk) =>
        new(Kind(place, limits, result, folder, talk) with
        {
            Pass = talk.FailedPass ?? (talk.LastPass > 0 && talk.LastPass < 4 ? talk.LastPass + 1 : null),
            ExitCode = result.Limit is null && result.ExitCode < SignalBase ? result.ExitCode : null,
            Kernel = place.Tree.Identity.ToString(),
            Toolchain = place.Toolchain.ToString(),
            ToolMessages = talk.Messages.Warnings,
        });

    /// <summary>Refuses a probe that stap has resolved against a file of the toolchain.</summary>
    public static FarmException UserSpace(TranslationPlace place, string probePoint, StapTalk talk) =>
        new(UserSpaceFailure($"The script probes a program: {probePoint}.") with
        {
            Pass = 2,
            Kernel = place.Tree.Identity.ToString(),
            Toolchain = place.Toolchain.ToString(),
            ToolMessages = talk.Messages.Warnings,
        });

    private static FarmFailure Kind(TranslationPlace place, SandboxOptions limits, SandboxResult result, JobFolder folder, StapTalk talk)
    {
        var spoken = talk.Lines.Where(IsTool).ToList();
        if (LimitHit(limits, result, ScratchSize.Of(folder).Largest, spoken) is { } limit)
        {
            return LimitMessages.Failure(limit, limits);
        }

        if (Says(spoken, "No space left on device") || Says(spoken, "Disk quota exceeded"))
        {
            return DiskFull.Failure(folder.Parent, null).Failure;
        }

        if (result.ExitCode == SignalBase + SigKill || KilledWords.Any(words => Says(spoken, words)))
        {
            return new(FailureCode.Killed, "The translator was killed from outside.", "Ask again; when it happens again, the worker's machine may be short of memory.");
        }

        if (result.ExitCode > SignalBase)
        {
            return new(
                FailureCode.Internal,
                string.Create(CultureInfo.InvariantCulture, $"stap crashed (signal {result.ExitCode - SignalBase})."),
                "Try another toolchain, or a smaller script.");
        }

        return talk.Lines.Any(line => line.StartsWith("semantic error: while resolving probe point: identifier 'process'", StringComparison.Ordinal))
            ? UserSpaceFailure("The script probes a program.")
            : Script(place, talk);
    }

    private static FarmFailure Script(TranslationPlace place, StapTalk talk)
    {
        var message = talk.FailedPass is { } pass
            ? string.Create(CultureInfo.InvariantCulture, $"stap refused the script in pass {pass}.")
            : talk.Lines.Count == 0 ? "Nothing matches." : "stap refused the request.";
        return new(
            FailureCode.ScriptError,
            message,
            place.Tree.HasDebugInfo || talk.FailedPass != 2
                ? ""
                : $"This kernel tree has no debug information (Debian's package linux-image-{place.Tree.Identity.Release}-dbg): only timers, begin, end and the like can be probed. When the archive has that package, add the kernel again: stapfarm kernel add {place.Tree.Identity.Release}");
    }

    private static FarmFailure UserSpaceFailure(string message) => new(
        FailureCode.Unsupported,
        message,
        "The farm doesn't have the target's programs, and the toolchain's own must not stand in for them: probe the kernel instead, or any program with 'process.begin' and the like.");

    private static SandboxLimit? LimitHit(SandboxOptions limits, SandboxResult result, long largestFile, List<string> spoken)
    {
        if (result.Limit is not null)
        {
            return result.Limit;
        }

        if (largestFile >= limits.FileBytes || result.ExitCode == SignalBase + SigFileSize)
        {
            return SandboxLimit.FileBytes;
        }

        return result.ExitCode == SignalBase + SigCpuTime
            ? SandboxLimit.CpuTime
            : LimitWords.Where(entry => Says(spoken, entry.Words)).Select(entry => (SandboxLimit?)entry.Limit).FirstOrDefault();
    }

    /// <summary>Lines that quote the script or the C code are indented; those of the translator itself name the script's mistakes.</summary>
    private static bool IsTool(string line) =>
        line.Length > 0
        && !char.IsWhiteSpace(line[0])
        && !line.Contains(" error: #error", StringComparison.Ordinal)
        && !((string[])["semantic error:", "parse error:", "WARNING:"]).Any(start => line.StartsWith(start, StringComparison.Ordinal));

    private static bool Says(IEnumerable<string> lines, string words) =>
        lines.Any(line => line.Contains(words, StringComparison.Ordinal));
}
