using StapFarm.Kernels.Tests.Uploads;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Real;

/// <summary>A real kernel in RPM packages: Debian's, its files laid out and packed as Fedora does.</summary>
[Trait("lane", "real")]
public sealed class RealRpmTests : SendingFiles
{
    private readonly PreparedTree _prepared = PreparedTree.Find();

    private string Release => _prepared.Release;

    [Fact]
    public async Task A_kernel_in_packages_as_of_Fedora_is_the_same_kernel_with_the_same_debug_information()
    {
        var tree = await AddAsync(PackageForm.Rpm, new FedoraKernel(_prepared.Folder, Release, Folder.Path).Pack());

        Assert.Equal((_prepared.Tree.Identity, _prepared.Tree.Compiler, true), (tree.Identity, tree.Compiler, tree.HasDebugInfo));
        var debug = Path.Combine(Depot.FolderOf(tree.Digest)!, $"usr/lib/debug/lib/modules/{Release}");
        Assert.Equal(PreparedTree.KeptHash(Path.Combine(_prepared.Debug, "vmlinux")), Hash(Path.Combine(debug, "vmlinux")));
        Assert.Equal(ModulesBelow(_prepared.Debug), ModulesBelow(debug));
        // Every module that the kernel can be probed in is found by its build-id.
        Assert.Equal(
            ModulesBelow(debug).Count + 1, Directory.GetFiles(Path.Combine(Depot.FolderOf(tree.Digest)!, "usr/lib/debug/.build-id"), "*.debug", SearchOption.AllDirectories).Length);
    }

    private static List<string> ModulesBelow(string folder) =>
        [.. Directory.GetFiles(folder, "*.ko", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static string Hash(string file) => Tool.Run("sha256sum", file)[..64];
}
