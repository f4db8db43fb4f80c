namespace StapFarm.Model.Toolchains;

/// <summary>What is known of a pair. Only a module that loaded and printed on a real kernel makes it <see cref="Runs"/>.</summary>
public enum PairState
{
    Unknown = 0,

    /// <summary>A module was translated; none has been loaded yet.</summary>
    Builds = 1,

    /// <summary>A module has loaded on a real kernel.</summary>
    Runs = 2,

    /// <summary>Translating fails whatever the script, or every module fails to load; the evidence has the message.</summary>
    Fails = 3,
}
