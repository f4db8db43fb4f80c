namespace StapFarm.Model.Options;

/// <summary>What it means to give an option more than once.</summary>
public enum OptionRepeat
{
    /// <summary>The same as once.</summary>
    Once,

    /// <summary>The last one counts.</summary>
    Last,

    /// <summary>Each counts, in the order given.</summary>
    List,
}
