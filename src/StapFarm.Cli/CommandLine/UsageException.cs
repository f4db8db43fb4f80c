namespace StapFarm.Cli.CommandLine;

/// <summary>A command line that can't be understood; the exit code is 2.</summary>
internal sealed class UsageException(string message, string advice) : Exception(message)
{
    public string Advice { get; } = advice;
}
