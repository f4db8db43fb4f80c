namespace StapFarm.Translation.Hints;

/// <summary>Knows one cause for which stap refuses scripts, and what to write instead.</summary>
internal interface IHint
{
    /// <summary>
    /// Cause and fix in a few plain sentences; null when this isn't the cause, or nothing certain can be said. The same
    /// failure gives the same text.
    /// </summary>
    Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken);
}
