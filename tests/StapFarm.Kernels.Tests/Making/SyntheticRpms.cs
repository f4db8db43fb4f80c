using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>A kernel of a few kilobytes, in packages like Fedora's. A test changes what it is about before building.</summary>
internal sealed class SyntheticRpms
{
    public const string Build = "1.fc99";
    public const string Release = $"{RpmPackage.Version}-{Build}.x86_64";

    private static readonly string[] Modules = ["drivers/net/dummy", "fs/tiny"];

    /// <summary>Files by path, in each package.</summary>
    public Dictionary<string, Dictionary<string, byte[]>> Packages { get; } = new()
    {
        ["kernel-core"] = new()
        {
            [$"lib/modules/{Release}/vmlinuz"] = SyntheticKernel.BootImage(Release),
            [$"lib/modules/{Release}/System.map"] = Text($"{SyntheticKernel.BannerAddress:x} D linux_banner\n"),
            [$"lib/modules/{Release}/modules.order"] = Text("kernel/drivers/net/dummy.ko\nkernel/fs/tiny.ko\nkernel/not/given.ko\n"),
            [$"lib/modules/{Release}/build"] = Text($"-> /usr/src/kernels/{Release}"),
            [$"lib/modules/{Release}/source"] = Text("-> build"),
        },
        ["kernel-modules"] = Modules.ToDictionary(name => $"lib/modules/{Release}/kernel/{name}.ko", name => SyntheticKernel.Module(name, Release)),
        ["kernel-devel"] = new()
        {
            [$"usr/src/kernels/{Release}/.config"] = Text("CONFIG_CC_VERSION_TEXT=\"gcc (GCC) 14.2.1 20240912 (Red Hat 14.2.1-3)\"\n"),
            [$"usr/src/kernels/{Release}/Makefile"] = Text("all:\n"),
            [$"usr/src/kernels/{Release}/Module.symvers"] = Text($"0x{SyntheticKernel.Checksum:x8}\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"),
            [$"usr/src/kernels/{Release}/include/generated/utsrelease.h"] = Text($"#define UTS_RELEASE \"{Release}\"\n"),
            [$"usr/src/kernels/{Release}/scripts/mod/modpost"] = Text("#!program"),
            [$"usr/src/kernels/{Release}/scripts/basic/fixdep"] = Text("#!program"),
        },
        ["kernel-debuginfo"] = Modules
            .ToDictionary(name => $"usr/lib/debug/lib/modules/{Release}/kernel/{name}.ko.debug", name => SyntheticKernel.Module(name, Release, isDebug: true))
            .Append(new($"usr/lib/debug/lib/modules/{Release}/vmlinux", SyntheticKernel.Vmlinux(Release)))
            .Append(new("usr/lib/debug/.build-id/aa/bb.debug", Text($"-> ../../lib/modules/{Release}/vmlinux")))
            .ToDictionary(),
        ["kernel-debuginfo-common-x86_64"] = new()
        {
            [$"usr/src/debug/kernel-6.1.0/linux-{Release}/init/main.c"] = Text("int main;\n"),
        },
    };

    public IReadOnlyList<string> BuildAll(string folder, params string[] payloads) =>
        [.. Packages.Select((package, index) => RpmBuilder.Build(folder, package.Key, package.Value, payloads[index % payloads.Length], Build))];

    public static byte[] Text(string text) => SyntheticKernel.Bytes(text);
}
