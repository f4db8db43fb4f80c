namespace StapFarm.Translation.Sandbox;

/// <summary>How a program in a sandbox ended.</summary>
/// <param name="ExitCode">128 and more: ended by that signal, less 128.</param>
/// <param name="Limit">The limit because of which it was killed; null when it wasn't.</param>
internal sealed record SandboxResult(int ExitCode, SandboxLimit? Limit, TimeSpan CpuTime, long PeakMemory);
