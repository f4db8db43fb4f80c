namespace StapFarm.Model.Signing;

/// <summary>The machine owner keys that the farm can sign for kernels with.</summary>
public interface IMachineOwnerKeys
{
    /// <summary>All of them, the oldest first.</summary>
    IReadOnlyList<MachineOwnerKey> List();

    /// <summary>The key of the first of these fingerprints that the farm has one for; null when there is none in common.</summary>
    /// <param name="fingerprints">As a client sends them: SHA-1 or SHA-256, text from outside.</param>
    MachineOwnerKey? Find(IEnumerable<string> fingerprints);

    /// <summary>The key to be enrolled where there is none in common: the oldest, or one that is made now, which takes seconds.</summary>
    /// <exception cref="Failures.FarmException"><c>NotFound</c>: there is none, and none may be made here.</exception>
    MachineOwnerKey FirstOrNew();
}
