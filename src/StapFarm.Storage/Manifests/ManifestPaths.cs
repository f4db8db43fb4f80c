using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Manifests;

/// <summary>Where manifests are: <c>manifests/KIND/ID.json</c> under the root.</summary>
internal sealed class ManifestPaths(string root)
{
    private const string Extension = ".json";

    /// <exception cref="FarmException"><c>InvalidRequest</c> for a name that is none.</exception>
    public string Of(ManifestName name) => Path.Combine(FolderOf(name.Kind), StoredName.DemandManifestId(name.Id) + Extension);

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public string FolderOf(ManifestKind kind) => Path.Combine(root, "manifests", NameOf(kind));

    /// <summary>The manifest in this file; null when the file is something else.</summary>
    public static ManifestName? Parse(ManifestKind kind, string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(Extension, StringComparison.Ordinal) && name[..^Extension.Length] is var id && StoredName.IsManifestId(id)
            ? new ManifestName(kind, id)
            : null;
    }

    private static string NameOf(ManifestKind kind) => kind switch
    {
        ManifestKind.Module => "module",
        ManifestKind.KernelTree => "kernel-tree",
        ManifestKind.Toolchain => "toolchain",
        ManifestKind.Pair => "pair",
        ManifestKind.Promotion => "promotion",
        ManifestKind.Attempts => "attempts",
        ManifestKind.RuntimeBundle => "runtime-bundle",
        ManifestKind.KernelWish => "kernel-wish",
        _ => throw new FarmException(FailureCode.InvalidRequest, $"This store doesn't know manifests of kind {kind}."),
    };
}
