namespace StapFarm.Model.Care;

/// <summary>What goes on in the farm: work that waits or is done, and sessions from their start to their end.</summary>
public interface IUses
{
    /// <exception cref="Failures.FarmException"><c>Unavailable</c> when it can't be told; nothing may be taken away then.</exception>
    Task<IReadOnlyList<Use>> ListAsync(CancellationToken cancellationToken);
}
