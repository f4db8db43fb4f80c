namespace StapFarm.Storage.Collection;

/// <param name="Bytes">What its output takes on the disk.</param>
/// <param name="LastAppend">When the last of it came.</param>
public sealed record ShelvedSession(string Session, long Bytes, DateTimeOffset LastAppend);
