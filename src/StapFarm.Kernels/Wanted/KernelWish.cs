namespace StapFarm.Kernels.Wanted;

/// <summary>A kernel that somebody asked for and the farm doesn't have.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Times">How often.</param>
public sealed record KernelWish(string Name, int Times, DateTimeOffset LastAskedAt);
