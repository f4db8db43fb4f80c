using StapFarm.Model.Content;

namespace StapFarm.Storage.Collection;

/// <summary>When manifests were last of use: an answer, or stored.</summary>
public interface IManifestUses
{
    /// <summary>Remembers a use. Costs an answer nothing that can be noticed, and never fails it.</summary>
    void Used(ManifestName name);

    /// <summary>Null when there is no such manifest.</summary>
    DateTimeOffset? LastUse(ManifestName name);

    /// <summary>Removes a manifest unless it was used at <paramref name="bound"/> or later; whether it did.</summary>
    bool RemoveOlder(ManifestName name, DateTimeOffset bound);
}
