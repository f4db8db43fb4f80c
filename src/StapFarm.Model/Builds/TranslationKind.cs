namespace StapFarm.Model.Builds;

/// <summary>What a translation gives. The numbers are part of stored manifests.</summary>
public enum TranslationKind
{
    /// <summary>A kernel module (pass 4).</summary>
    Module = 1,

    /// <summary>Text: a listing, or the output of a translation that ends before pass 4.</summary>
    Listing = 2,
}
