namespace StapFarm.Model.Options;

/// <summary>Where a command takes its script from.</summary>
public enum StapMode
{
    /// <summary>A file, or standard input when it is named <c>-</c>.</summary>
    ScriptFile,

    /// <summary>The command line itself (<c>-e</c>).</summary>
    ScriptText,

    /// <summary>There is none: <c>-l</c>, <c>-L</c> or one of <c>--dump-*</c>.</summary>
    Listing,
}
