namespace StapFarm.Model.Builds;

/// <summary>What stap said beside its result, with placeholders for paths.</summary>
/// <param name="Warnings">Warnings and other messages that every user is shown, also on a cache hit.</param>
/// <param name="Passes">The lines <c>Pass N: ...</c> that a user of <c>-v</c> is shown.</param>
public sealed record StapMessages(ReadOnlyMemory<byte> Warnings, ReadOnlyMemory<byte> Passes);
