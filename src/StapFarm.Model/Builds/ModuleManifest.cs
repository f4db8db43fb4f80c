using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Model.Builds;

/// <summary>What the farm keeps of a translation. A hit is the answer only when the blob is there and verifies.</summary>
/// <param name="Content">The module or the listing.</param>
/// <param name="ModuleName">The module's name without <c>.ko</c>; null for a listing.</param>
/// <param name="StapVersion">The release of stap that translated it.</param>
/// <param name="Epoch">The pipeline epoch that is part of the key.</param>
/// <param name="KeyFields">The named fields of the key with their digests, in their order; <c>explain</c> compares them.</param>
/// <param name="AskedBy">The principal who asked first.</param>
/// <param name="Duration">How long the translation took on the worker.</param>
public sealed record ModuleManifest(
    ModuleKey Key,
    TranslationKind Kind,
    BlobRef Content,
    string? ModuleName,
    StapMessages Messages,
    PairName Pair,
    KernelIdentity Kernel,
    string StapVersion,
    int Epoch,
    IReadOnlyList<KeyField> KeyFields,
    string AskedBy,
    DateTimeOffset BuiltAt,
    TimeSpan Duration);
