namespace StapFarm.Testing;

/// <summary>A kernel of Debian in RPM packages, its files laid out and packed as Fedora does.</summary>
/// <param name="tree">Where the kernel's packages are unpacked.</param>
/// <param name="release">Its <c>uname -r</c>.</param>
/// <param name="folder">Where the packages are made; on the same file system they take least time.</param>
public sealed class FedoraKernel(string tree, string release, string folder)
{
    /// <summary>The paths of its .rpm files, made anew.</summary>
    public IReadOnlyList<string> Pack() => [Core(), Modules(), Headers(), DebugInfo()];

    private string Core()
    {
        var root = Root("kernel-core");
        Copy($"boot/vmlinuz-{release}", root, $"lib/modules/{release}/vmlinuz");
        Copy($"boot/System.map-{release}", root, $"lib/modules/{release}/System.map");
        Copy($"lib/modules/{release}/modules.order", root, $"lib/modules/{release}/modules.order");
        File.CreateSymbolicLink(Path.Combine(root, $"lib/modules/{release}/build"), $"/usr/src/kernels/{release}");
        File.CreateSymbolicLink(Path.Combine(root, $"lib/modules/{release}/source"), "build");
        return Pack("kernel-core", root, "w9.gzdio");
    }

    private string Modules()
    {
        var root = Root("kernel-modules");
        Copy($"lib/modules/{release}/kernel", root, $"lib/modules/{release}/kernel");
        return Pack("kernel-modules", root, "w1.xzdio");
    }

    // Fedora's headers are one folder, Debian's three.
    private string Headers()
    {
        var root = Root("kernel-devel");
        var place = Path.Combine(root, $"usr/src/kernels/{release}");
        var flavour = Path.Combine(tree, $"usr/src/linux-headers-{release}");
        var common = Directory.GetDirectories(Path.Combine(tree, "usr/src"), "*-common").Single(one => release.StartsWith(Path.GetFileName(one)["linux-headers-".Length..^"-common".Length], StringComparison.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Tool.Run("cp", "-a", common, place);
        Tool.Run("rm", "-rf", Path.Combine(place, "scripts"), Path.Combine(place, "tools"));
        Tool.Run("cp", "-a", "--no-dereference", "--remove-destination", $"{flavour}/.config", $"{flavour}/.kernelvariables", $"{flavour}/Module.symvers", place);
        Tool.Run("cp", "-a", $"{flavour}/include", $"{flavour}/arch", place);
        Tool.Run("cp", "-aL", $"{flavour}/scripts", $"{flavour}/tools", place);
        return Pack("kernel-devel", root, "w9.gzdio");
    }

    private string DebugInfo()
    {
        var root = Root("kernel-debuginfo");
        var place = $"usr/lib/debug/lib/modules/{release}";
        Copy($"{place}/kernel", root, $"{place}/kernel");
        foreach (var module in Directory.GetFiles(Path.Combine(root, place), "*.ko", SearchOption.AllDirectories))
        {
            File.Move(module, module + ".debug");
        }

        Tool.Run("cp", "-L", Path.Combine(tree, place, "vmlinux"), Path.Combine(root, place, "vmlinux"));
        return Pack("kernel-debuginfo", root, "w1.zstdio");
    }

    private string Root(string name) => Directory.CreateDirectory(Path.Combine(folder, $"{name}-root")).FullName;

    private void Copy(string from, string root, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, to))!);
        Tool.Run("cp", "-a", Path.Combine(tree, from), Path.Combine(root, to));
    }

    private string Pack(string name, string root, string payload)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, $"{name}-work")).FullName;
        string[] paths = [.. Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Where(path => !Directory.Exists(path) || new FileInfo(path).LinkTarget is not null).Select(path => Path.GetRelativePath(root, path))];
        var rpm = Path.Combine(folder, $"{name}.rpm");
        File.WriteAllBytes(rpm, RpmPackage.Pack(work, root, paths, name, payload, "1.fc99"));
        Directory.Delete(work, recursive: true);
        Directory.Delete(root, recursive: true);
        return rpm;
    }
}
