namespace StapFarm.Runner.Native;

/// <summary>Signal numbers of Linux (the same on every architecture that stap knows, for these).</summary>
internal static class Signals
{
    public const int Hangup = 1;

    public const int Interrupt = 2;

    public const int Kill = 9;

    public const int Pipe = 13;

    public const int Terminate = 15;
}
