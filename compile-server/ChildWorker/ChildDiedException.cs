namespace StapFarm.CompileServer.ChildWorker;

/// <summary>The worker process ended without being told to.</summary>
internal sealed class ChildDiedException(int exitCode) : Exception($"The worker died (exit code {exitCode}).");
