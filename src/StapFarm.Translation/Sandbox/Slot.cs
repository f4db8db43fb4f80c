namespace StapFarm.Translation.Sandbox;

/// <summary>A place for one build at a time.</summary>
/// <param name="Uid">The user and group id of the build's processes on the host.</param>
internal sealed record Slot(int Number, int Uid);
