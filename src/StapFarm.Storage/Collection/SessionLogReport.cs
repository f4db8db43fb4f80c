namespace StapFarm.Storage.Collection;

/// <summary>What a collection of sessions' output did.</summary>
/// <param name="Removed">Sessions whose output was removed.</param>
/// <param name="Bytes">What that took.</param>
/// <param name="BytesLeft">What is left takes.</param>
/// <param name="Excess">Bytes by which the bound couldn't be kept: sessions that go on, or ended just now.</param>
public sealed record SessionLogReport(int Removed, long Bytes, long BytesLeft, long Excess);
