using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Trees;

/// <summary>Which build a bootable image is; what its format doesn't tell is null, or empty.</summary>
/// <param name="BuildIds">Those it may have: one where the format says it, several where it can only be searched for.</param>
/// <param name="Machine">As <c>uname -m</c> prints it.</param>
internal sealed record ImageFacts(KernelBanner? Banner, IReadOnlyList<string> BuildIds, string? Machine)
{
    public static ImageFacts None { get; } = new(null, [], null);

    /// <summary>Its build-id, if there is no doubt.</summary>
    public string? BuildId => BuildIds is [var only] ? only : null;
}
