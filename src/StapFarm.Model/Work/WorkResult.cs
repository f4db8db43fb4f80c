using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Work;

/// <summary>How a piece of work ended.</summary>
/// <param name="Manifest">The manifest that holds the result; null when it failed, or (preparing a pair) when there is none.</param>
/// <param name="Failure">Why it failed; null when it didn't.</param>
public sealed record WorkResult(ManifestName? Manifest, FarmFailure? Failure)
{
    public static WorkResult Done(ManifestName? manifest) => new(manifest, null);

    public static WorkResult Failed(FarmFailure failure) => new(null, failure);
}
