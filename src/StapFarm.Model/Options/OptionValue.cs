namespace StapFarm.Model.Options;

/// <summary>Whether an option has a value, as in getopt_long(3).</summary>
public enum OptionValue
{
    None,

    Required,

    /// <summary>Long options only; the value must be joined with <c>=</c>.</summary>
    Optional,
}
