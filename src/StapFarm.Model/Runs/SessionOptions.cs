namespace StapFarm.Model.Runs;

/// <summary>What only matters when a module runs.</summary>
/// <param name="Command">stap's <c>-c CMD</c>: run it, end with it; null without.</param>
/// <param name="TargetPid">stap's <c>-x PID</c>; null without.</param>
/// <param name="Globals">stap's <c>-G</c>: each <c>name=value</c>.</param>
/// <param name="TimeLimit">Ends the session as Ctrl-C does; null without.</param>
/// <param name="OutputLimit">Bytes of output after which the session ends; null without.</param>
public sealed record SessionOptions(
    ReadOnlyMemory<byte>? Command,
    int? TargetPid,
    IReadOnlyList<ReadOnlyMemory<byte>> Globals,
    TimeSpan? TimeLimit,
    long? OutputLimit)
{
    public static SessionOptions None { get; } = new(null, null, [], null, null);
}
