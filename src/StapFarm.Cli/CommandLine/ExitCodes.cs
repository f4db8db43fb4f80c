namespace StapFarm.Cli.CommandLine;

internal static class ExitCodes
{
    public const int Success = 0;

    public const int Failure = 1;

    public const int Usage = 2;

    /// <summary>What shells give for a command ended by SIGINT.</summary>
    public const int Interrupted = 130;
}
