namespace StapFarm.Cli.Connection;

/// <summary>What submitting work gave: its id, or its result at once.</summary>
internal sealed record Submission(string WorkId, V1.WorkDone? Done)
{
    public static Submission Of(string workId) => new(workId, null);
}
