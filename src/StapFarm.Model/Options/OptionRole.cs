namespace StapFarm.Model.Options;

/// <summary>What an option is to the farm.</summary>
public enum OptionRole
{
    /// <summary>Changes what comes out of a translation: part of the module key.</summary>
    Key,

    /// <summary>Steers only what is shown of a translation. (<c>-v</c> is part of the key where it changes a listing's text.)</summary>
    TranslationOnly,

    /// <summary>Matters only when the module runs: the translator never sees it.</summary>
    RunOnly,

    /// <summary>Picks kernel, architecture, script or tapsets, which are in the key by their contents.</summary>
    Input,

    /// <summary>Not done, for the rule's reason.</summary>
    Refused,
}
