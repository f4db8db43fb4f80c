namespace StapFarm.Translation.Sandbox;

/// <summary>A program to run in a sandbox.</summary>
/// <param name="ToolchainRoot">The root file system whose programs run.</param>
/// <param name="TreeFolder">The kernel tree; null when the program needs none.</param>
/// <param name="Folder">The job's own folder on the host, made by <see cref="JobFolder"/>.</param>
/// <param name="Slot">Whose user the program runs as.</param>
/// <param name="Command">The program (absolute, within the sandbox) and its arguments, as bytes without a final zero.</param>
/// <param name="PreparedFolder">Seen read-only as <see cref="JobFolder.PreparedTarget"/>; null without.</param>
/// <param name="OnError">Called with each line that the program writes to standard error, without its end.</param>
internal sealed record SandboxJob(
    string ToolchainRoot,
    string? TreeFolder,
    JobFolder Folder,
    Slot Slot,
    IReadOnlyList<ReadOnlyMemory<byte>> Command,
    string? PreparedFolder,
    Action<ReadOnlyMemory<byte>> OnError);
