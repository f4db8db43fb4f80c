namespace StapFarm.Model.Runs;

/// <summary>A piece of a session's output.</summary>
/// <param name="Number">From 1, without gaps, over both streams of the session.</param>
public sealed record OutputChunk(long Number, OutputChannel Channel, ReadOnlyMemory<byte> Bytes);
