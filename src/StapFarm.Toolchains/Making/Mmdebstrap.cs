using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Processes;

namespace StapFarm.Toolchains.Making;

/// <summary>Runs mmdebstrap (mmdebstrap(1)) and turns its messages into progress and failures.</summary>
internal static class Mmdebstrap
{
    private const string Note = "I: ";
    private const string Warning = "W: ";

    /// <param name="name">The toolchain's name, for messages.</param>
    /// <exception cref="FarmException"><c>SourceFailed</c> or <c>StoreFull</c> with mmdebstrap's last lines.</exception>
    public static async Task RunAsync(
        string name,
        IEnumerable<string> arguments,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        // Its bind mounts of /dev, /proc and /sys are seen in a mount namespace of its own alone: whatever kills it, they go
        // with it, and removing a half-made root never reaches the host's. The process namespace ends dpkg's children too.
        var program = new ExternalProgram("unshare", "util-linux")
        {
            ErrorLine = line =>
            {
                if (ProgressOf(line) is { } text)
                {
                    progress.Report(new WorkProgress("make", text));
                }
            },
        };
        var end = await program
            .With("--mount", "--pid", "--fork", "--kill-child", "mmdebstrap")
            .With(arguments)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (!end.Succeeded)
        {
            throw new FarmException(FailureOf(name, end));
        }
    }

    /// <summary>The text for people of a line of mmdebstrap, or null for one that is of no use to them.</summary>
    internal static string? ProgressOf(string line) =>
        line.StartsWith(Note, StringComparison.Ordinal) ? line[Note.Length..].TrimEnd('.', ' ')
        : line.StartsWith(Warning, StringComparison.Ordinal) ? $"warning: {line[Warning.Length..]}"
        : null;

    internal static FarmFailure FailureOf(string name, ProgramEnd end)
    {
        if (end.DiskWasFull)
        {
            return new FarmFailure(
                FailureCode.StoreFull,
                $"The disk is full: there is no room to make the toolchain {name}, which takes about 500 MB.",
                "Free some room in the toolchains' scratch folder and add it again.");
        }

        return new FarmFailure(
            FailureCode.SourceFailed,
            $"Making the toolchain {name} failed: mmdebstrap ended with code {end.ExitCode}. Its last lines:\n{end.Words}\n",
            AdviceFor(name, end.Words));
    }

    private static string AdviceFor(string name, string words)
    {
        var again = $"then run: stapfarm toolchain add {name}";
        bool Says(string text) => words.Contains(text, StringComparison.OrdinalIgnoreCase);
        return words switch
        {
            _ when Says("failed to execute mmdebstrap") =>
                $"Install mmdebstrap (apt-get install mmdebstrap), {again}",
            _ when Says("unshare failed") =>
                $"The worker may not make mount namespaces here: run it as root, outside of a container that forbids them, {again}",
            _ when Says("NO_PUBKEY") || Says("is not signed") || Says("keyring") =>
                $"This machine lacks the archive's signing key: bring it up to date with apt-get install debian-archive-keyring, {again}",
            _ when Says("is not valid yet") || Says("is expired") =>
                $"Check this machine's clock and the mirror's age, {again}",
            _ when Says("Unable to locate package") || Says("has no installation candidate") =>
                $"The mirror doesn't have all packages of this suite; name another in the toolchains' Mirrors option, {again}",
            _ => $"See that this machine reaches the Debian archive (apt-get update), {again}",
        };
    }
}
