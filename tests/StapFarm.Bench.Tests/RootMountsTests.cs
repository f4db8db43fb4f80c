using StapFarm.Bench.Plain;
using StapFarm.Testing;

namespace StapFarm.Bench.Tests;

public sealed class RootMountsTests
{
    [Fact]
    public void The_kernel_tree_stands_in_the_places_where_stap_looks()
    {
        using var root = new ScratchFolder();
        using var tree = new ScratchFolder();
        Make(root, "usr/bin", "usr/lib/gcc", "usr/lib/modules", "usr/lib/debug", "usr/src", "etc", "proc", "home");
        Directory.CreateSymbolicLink(root.File("lib"), "usr/lib");
        Make(tree, "boot", "usr/src", "usr/lib/debug", "usr/lib/linux-kbuild-6.1", "lib/modules");

        var words = RootMounts.For(root.Path, tree.Path).Chunk(3).ToArray();

        Assert.Equal(
            [
                ("--symlink", "usr/lib", "/lib"),
                ("--ro-bind", root.File("etc"), "/etc"),
                ("--ro-bind", root.File("usr/bin"), "/usr/bin"),
                ("--ro-bind", root.File("usr/lib/gcc"), "/usr/lib/gcc"),
                ("--ro-bind", tree.File("boot"), "/boot"),
                ("--ro-bind", tree.File("usr/src"), "/usr/src"),
                ("--ro-bind", tree.File("usr/lib/debug"), "/usr/lib/debug"),
                ("--ro-bind", tree.File("lib/modules"), "/usr/lib/modules"),
                ("--ro-bind", tree.File("usr/lib/linux-kbuild-6.1"), "/usr/lib/linux-kbuild-6.1"),
            ],
            words.Select(word => (word[0], word[1], word[2])).OrderBy(word => word.Item1 == "--symlink" ? 0 : 1));
    }

    private static void Make(ScratchFolder folder, params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(folder.File(path));
        }
    }
}
