namespace StapFarm.Model.Builds;

/// <summary>An option of stap in its canonical spelling.</summary>
/// <param name="Name">As the option table writes it, e.g. <c>-g</c>, <c>-D</c>, <c>--privilege</c>.</param>
/// <param name="Value">Its value as the bytes that came in; null for an option without one.</param>
public sealed record StapOption(string Name, ReadOnlyMemory<byte>? Value = null);
