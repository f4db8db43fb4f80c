namespace StapFarm.Model.Runs;

/// <summary>Which of a session's two streams. The numbers are part of the gRPC contract.</summary>
public enum OutputChannel
{
    Stdout = 1,
    Stderr = 2,
}
