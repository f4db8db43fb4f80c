namespace StapFarm.Storage.Collection;

/// <summary>What a collector sees of the stored output of sessions.</summary>
public interface ISessionLogShelf
{
    /// <summary>The output of every session, in no order.</summary>
    IEnumerable<ShelvedSession> List();

    /// <summary>Removes a session's output unless some came at <paramref name="bound"/> or later; whether it did.</summary>
    bool RemoveOlder(string session, DateTimeOffset bound);
}
