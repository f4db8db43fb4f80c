using StapFarm.Kernels.Depot;
using StapFarm.Model.Kernels;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Real;

/// <summary>The tree of the prepared farm's 6.1 kernel, to be read.</summary>
internal sealed record PreparedTree(KernelTree Tree, string Folder)
{
    public string Release => Tree.Identity.Release;

    public string Debug => Path.Combine(Folder, $"usr/lib/debug/lib/modules/{Release}");

    public static PreparedTree Find() => Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "kernels", "trees"))
        .Select(home => new PreparedTree(KernelTreeDocument.Read(File.ReadAllBytes(Path.Combine(home, "tree.json"))), Path.Combine(home, "tree")))
        .Where(tree => tree.Release == SharedFarm.Kernel61)
        .MaxBy(tree => tree.Tree.AddedAt)!;
}
