namespace StapFarm.Translation.Sandbox;

/// <summary>What a build uses, summed over its processes.</summary>
/// <param name="Memory">Bytes that are the processes' own: anonymous and shared memory, not file contents.</param>
/// <param name="Processes">How many are alive.</param>
public readonly record struct Usage(TimeSpan CpuTime, long Memory, int Processes);
