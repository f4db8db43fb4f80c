namespace StapFarm.Translation.Sandbox;

/// <summary>Runs a program where it can harm nothing but its own job.</summary>
internal interface ISandbox
{
    /// <summary>Runs the program to its end, or kills it with everything it started when a limit is passed or it is called off.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>Unavailable</c> when there can be no sandbox on this machine.</exception>
    Task<SandboxResult> RunAsync(SandboxJob job, CancellationToken cancellationToken);
}
