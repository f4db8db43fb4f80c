using StapFarm.Kernels.Sources;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Depot;

/// <summary>Which of the trees on this machine is the kernel that somebody asks for.</summary>
internal sealed class HeldTrees(TreeFolders folders)
{
    /// <summary>
    /// The newest tree of what a source offers. Files that were sent must be those; of an archive's release it is the build
    /// that the archive has now, whether it came from there or was sent.
    /// </summary>
    public KernelTree? Find(IKernelOffer offer) => All()
        .Where(tree => tree.Identity.Release == offer.Release && (tree.Origin == offer.Origin || offer.Image is { } image && Has(tree, image)))
        .MaxBy(tree => tree.AddedAt);

    /// <summary>The newest whole tree that a specification names by itself, whatever sources have; null for series and files.</summary>
    public KernelTree? Find(string specification)
    {
        var wanted = KernelBuildName.Parse(specification);
        return All()
            .Where(tree => tree.HasDebugInfo && tree.Identity.Release == wanted.Name)
            .Where(tree => wanted.Version is null || Has(tree, $"linux-image-{wanted.Name}_{wanted.Version}"))
            .MaxBy(tree => tree.AddedAt);
    }

    /// <summary>How many builds of a release there are.</summary>
    public int Builds(string release) =>
        All().Where(tree => tree.Identity.Release == release).Select(tree => tree.Identity.BuildId).Distinct().Count();

    // Packages stand as NAME_VERSION_ARCH with their hash after a space.
    private static bool Has(KernelTree tree, string image) =>
        tree.Packages.Any(package => package.StartsWith(image, StringComparison.Ordinal) && package[image.Length..] is ['_' or ' ', ..]);

    private IEnumerable<KernelTree> All() => folders.Held()
        .Where(digest => File.Exists(folders.Document(digest)))
        .Select(digest => KernelTreeDocument.Read(File.ReadAllBytes(folders.Document(digest))));
}
