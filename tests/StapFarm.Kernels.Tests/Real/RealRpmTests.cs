using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Tests.Uploads;

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
        var tree = await AddAsync(PackageForm.Rpm, [Core(), Modules(), Headers(), DebugInfo()]);

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

    private string Core()
    {
        var root = Root("kernel-core");
        Copy($"boot/vmlinuz-{Release}", root, $"lib/modules/{Release}/vmlinuz");
        Copy($"boot/System.map-{Release}", root, $"lib/modules/{Release}/System.map");
        Copy($"lib/modules/{Release}/modules.order", root, $"lib/modules/{Release}/modules.order");
        File.CreateSymbolicLink(Path.Combine(root, $"lib/modules/{Release}/build"), $"/usr/src/kernels/{Release}");
        File.CreateSymbolicLink(Path.Combine(root, $"lib/modules/{Release}/source"), "build");
        return Pack("kernel-core", root, "w9.gzdio");
    }

    private string Modules()
    {
        var root = Root("kernel-modules");
        Copy($"lib/modules/{Release}/kernel", root, $"lib/modules/{Release}/kernel");
        return Pack("kernel-modules", root, "w1.xzdio");
    }

    // Fedora's headers are one folder, Debian's three.
    private string Headers()
    {
        var root = Root("kernel-devel");
        var place = Path.Combine(root, $"usr/src/kernels/{Release}");
        var flavour = Path.Combine(_prepared.Folder, $"usr/src/linux-headers-{Release}");
        var common = Directory.GetDirectories(Path.Combine(_prepared.Folder, "usr/src"), "*-common").Single(folder => Release.StartsWith(Path.GetFileName(folder)["linux-headers-".Length..^"-common".Length], StringComparison.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Tool.Run("cp", "-a", common, place);
        Tool.Run("rm", "-rf", Path.Combine(place, "scripts"), Path.Combine(place, "tools"));
        Tool.Run("cp", "-a", "--no-dereference", "--remove-destination", $"{flavour}/.config", $"{flavour}/.kernelvariables", $"{flavour}/Module.symvers", place);
        Tool.Run("cp", "-a", $"{flavour}/include", $"{flavour}/arch", place);
        Tool.Run("cp", "-aL", $"{flavour}/scripts", place);
        return Pack("kernel-devel", root, "w9.gzdio");
    }

    private string DebugInfo()
    {
        var root = Root("kernel-debuginfo");
        var place = $"usr/lib/debug/lib/modules/{Release}";
        Copy($"{place}/kernel", root, $"{place}/kernel");
        foreach (var module in Directory.GetFiles(Path.Combine(root, place), "*.ko", SearchOption.AllDirectories))
        {
            File.Move(module, module + ".debug");
        }

        Tool.Run("cp", "-L", Path.Combine(_prepared.Debug, "vmlinux"), Path.Combine(root, place, "vmlinux"));
        return Pack("kernel-debuginfo", root, "w1.zstdio");
    }

    private string Root(string name) => Directory.CreateDirectory(Folder.File($"{name}-root")).FullName;

    private void Copy(string from, string root, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, to))!);
        Tool.Run("cp", "-a", Path.Combine(_prepared.Folder, from), Path.Combine(root, to));
    }

    private string Pack(string name, string root, string payload)
    {
        var work = Directory.CreateDirectory(Folder.File($"{name}-work")).FullName;
        string[] paths = [.. Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Where(path => !Directory.Exists(path) || new FileInfo(path).LinkTarget is not null).Select(path => Path.GetRelativePath(root, path))];
        var rpm = Folder.File($"{name}.rpm");
        File.WriteAllBytes(rpm, RpmBuilder.Pack(work, root, paths, name, payload, "1.fc99"));
        Directory.Delete(work, recursive: true);
        Directory.Delete(root, recursive: true);
        return rpm;
    }
}
