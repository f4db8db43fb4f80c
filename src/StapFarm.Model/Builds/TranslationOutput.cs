namespace StapFarm.Model.Builds;

/// <summary>What a successful translation left in its scratch folder.</summary>
/// <param name="ContentPath">The file with the module or the listing; deleted when the output is disposed.</param>
/// <param name="ModuleName">The module's name without <c>.ko</c>; null for a listing.</param>
public sealed record TranslationOutput(
    TranslationKind Kind,
    string ContentPath,
    string? ModuleName,
    StapMessages Messages,
    Action CleanUp) : IDisposable
{
    public void Dispose() => CleanUp();
}
