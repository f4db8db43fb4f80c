using StapFarm.Testing;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Sandbox;

public sealed class RootPlanTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Parts_of_a_tree_go_where_stap_looks_in_a_merged_root()
    {
        var root = Folders("root", "usr/bin", "usr/lib/gcc", "usr/src", "etc", "home/someone", "boot");
        Directory.CreateSymbolicLink(Path.Combine(root, "lib"), "usr/lib");
        var tree = Folders("tree", "boot", "lib/modules/6.1", "usr/src/headers", "usr/lib/debug", "usr/lib/linux-kbuild-6.1");

        var plan = RootPlan.Compose(root, tree);

        Assert.Equal(
            [
                "/usr", "/usr/bin <- root/usr/bin", "/usr/lib", "/usr/lib/debug <- tree/usr/lib/debug", "/usr/lib/gcc <- root/usr/lib/gcc",
                "/usr/lib/linux-kbuild-6.1 <- tree/usr/lib/linux-kbuild-6.1", "/usr/lib/modules <- tree/lib/modules",
                "/usr/src <- tree/usr/src", "/etc <- root/etc", "/lib -> usr/lib", "/boot <- tree/boot",
            ],
            plan.Select(Show));
    }

    [Fact]
    public void In_an_unmerged_root_lib_is_a_folder_of_its_own()
    {
        var root = Folders("root", "usr/bin", "lib/x86_64-linux-gnu");
        var tree = Folders("tree", "lib/modules/6.1");
        Assert.Equal(
            ["/usr <- root/usr", "/lib", "/lib/modules <- tree/lib/modules", "/lib/x86_64-linux-gnu <- root/lib/x86_64-linux-gnu"],
            RootPlan.Compose(root, tree).Select(Show));
    }

    [Fact]
    public void Without_a_tree_nothing_is_taken_apart() =>
        Assert.Equal(["/usr <- root/usr", "/etc <- root/etc"], RootPlan.Compose(Folders("root", "usr/lib", "etc", "var", "srv"), null).Select(Show));

    [Fact]
    public void Nothing_of_a_plan_can_be_written_by_a_build() =>
        Assert.All(
            RootPlan.Compose(Folders("root", "usr/lib", "etc"), Folders("tree", "boot", "usr/src")).OfType<Mount.Bind>(),
            bind => Assert.False(bind.Writable));

    private string Folders(string name, params string[] folders)
    {
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(_scratch.File(name), folder));
        }

        return _scratch.File(name);
    }

    private string Show(Mount mount) => mount switch
    {
        Mount.Bind bind => $"{bind.Target} <- {Path.GetRelativePath(_scratch.Path, bind.Source)}",
        Mount.Link link => $"{link.Target} -> {link.To}",
        _ => mount.Target,
    };
}
