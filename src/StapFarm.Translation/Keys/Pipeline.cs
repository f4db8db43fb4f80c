namespace StapFarm.Translation.Keys;

/// <summary>What makes two releases of the farm give different bytes for one request.</summary>
public static class Pipeline
{
    /// <summary>
    /// Raised whenever our own defaults, names or the way we run pass 4 change a module's or a listing's bytes: every key
    /// changes with it.
    /// </summary>
    public const int Epoch = 1;
}
