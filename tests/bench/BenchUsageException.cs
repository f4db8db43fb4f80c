namespace StapFarm.Bench;

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class BenchUsageException(string message) : Exception(message);
