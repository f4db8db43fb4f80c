using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Kernels;

/// <summary>The bootable part of a kernel tree: boot/vmlinuz-RELEASE and lib/modules/RELEASE/kernel.</summary>
public sealed class LabKernel
{
    private LabKernel(string release, string image, string modules)
    {
        Release = release;
        Image = image;
        ModulesFolder = modules;
    }

    /// <summary>What <c>uname -r</c> says on the booted machine.</summary>
    public string Release { get; }

    /// <summary>The bootable kernel image.</summary>
    public string Image { get; }

    /// <summary>The kind of machine that boots it.</summary>
    public GuestPlatform Platform => field ??= GuestPlatform.OfImage(Image);

    /// <summary>lib/modules/RELEASE of the tree.</summary>
    public string ModulesFolder { get; }

    /// <summary>Finds a kernel by its release among the tree folders of a farm, or takes a tree folder itself.</summary>
    /// <param name="kernel">A release such as 6.1.0-56-cloud-amd64, a line such as 6.1 (the last of its releases), or a tree folder.</param>
    /// <param name="trees">
    /// The folder where a farm keeps its kernels (each is <c>trees/DIGEST/tree</c> in it), or any that holds tree folders;
    /// null if a tree folder must be given.
    /// </param>
    public static LabKernel Find(string kernel, string? trees)
    {
        if (Directory.Exists(kernel))
        {
            return InTree(Path.GetFullPath(kernel));
        }

        var available = Available(trees);
        return available.FirstOrDefault(found => found.Release == kernel)
            ?? available.LastOrDefault(found => found.Release.StartsWith(kernel + ".", StringComparison.Ordinal)) ?? throw new LabException(
            $"There is no tree of the kernel {kernel} in {trees ?? "any folder (none was named)"}. "
            + $"Add it with: stapfarm kernel add {kernel}");
    }

    /// <summary>The kernels whose trees are in a folder, by release.</summary>
    public static IReadOnlyList<LabKernel> Available(string? trees) =>
    [
        .. Folders(trees).Concat(Folders(Path.Combine(trees ?? "", "trees")).Select(tree => Path.Combine(tree, "tree")))
            .Where(IsTree)
            .Select(InTree)
            .OrderBy(kernel => kernel.Release, StringComparer.Ordinal),
    ];

    /// <summary>Finds the kernel in a tree folder that holds one, or an unpacked image package.</summary>
    /// <exception cref="LabException">There is no image, more than one, or no modules for it.</exception>
    public static LabKernel InTree(string folder)
    {
        const string prefix = "vmlinuz-";
        var boot = Path.Combine(folder, "boot");
        var images = Directory.Exists(boot) ? Directory.GetFiles(boot, prefix + "*") : [];
        if (images.Length != 1)
        {
            throw new LabException(
                $"{boot} holds {images.Length} kernel images (vmlinuz-RELEASE) where one is needed. "
                + "Give the folder of one kernel tree, or of one unpacked linux-image package.");
        }

        var release = Path.GetFileName(images[0])[prefix.Length..];
        string[] places = ["lib/modules", "usr/lib/modules"];
        var modules = places
            .Select(place => Path.Combine(folder, place, release))
            .FirstOrDefault(place => Directory.Exists(Path.Combine(place, "kernel")));
        return modules is null
            ? throw new LabException($"{folder} has the image of {release} but no lib/modules/{release}/kernel: the machine would have no drivers.")
            : new LabKernel(release, images[0], modules);
    }

    private static string[] Folders(string? folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    private static bool IsTree(string folder) =>
        Directory.Exists(Path.Combine(folder, "boot")) && Directory.EnumerateFiles(Path.Combine(folder, "boot"), "vmlinuz-*").Any();
}
