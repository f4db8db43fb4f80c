namespace StapFarm.Model.Content;

/// <summary>Names a manifest.</summary>
/// <param name="Kind">What it describes.</param>
/// <param name="Id">Lower-case letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>+</c>; 1 to 200 of them, no leading dot.</param>
public sealed record ManifestName(ManifestKind Kind, string Id);
