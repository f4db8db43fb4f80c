namespace StapFarm.Toolchains.Processes;

/// <param name="LastLines">The last lines the program printed, oldest first.</param>
internal sealed record ProgramEnd(int ExitCode, IReadOnlyList<string> LastLines)
{
    public bool Succeeded => ExitCode == 0;

    public bool DiskWasFull => LastLines.Any(line => line.Contains("No space left on device", StringComparison.Ordinal));

    /// <summary>The last lines as one text.</summary>
    public string Words => string.Join('\n', LastLines);
}
