using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>A kernel of a few kilobytes, in five packages like Debian's. A test changes what it is about before building.</summary>
internal sealed class SyntheticKernel
{
    public const string Release = "6.1.0-1-test-amd64";
    public const string Version = "#1 SMP Debian 6.1.1-1 (2026-01-01)";
    public const string BuildId = "aabbccddeeff00112233445566778899aabbccdd";
    public const string VdsoBuildId = "1122334455667788990011223344556677889900";
    public const ulong BannerAddress = 0xffffffff82000000;
    public const uint Checksum = 0xa351f379;

    /// <summary>Files by path, in each package; a string that begins with <c>-> </c> is a link's target.</summary>
    public Dictionary<string, Dictionary<string, byte[]>> Packages { get; } = [];

    public string[] ModuleNames { get; init; } = ["drivers/net/dummy", "fs/tiny"];

    public bool CompressesModules { get; init; }

    /// <summary>ELF's number of the machine: 62 for x86_64, 183 for arm64, whose image is a flat one.</summary>
    public ushort Machine { get; init; } = 62;

    public string OwnBuildId { get; init; } = BuildId;

    public bool HasDebugInfo { get; init; } = true;

    public bool IsMergedUsr { get; init; }

    public DateTime Modified { get; init; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Modules => $"{(IsMergedUsr ? "usr/" : "")}lib/modules/{Release}";

    public static string Headers => $"usr/src/linux-headers-{Release}";

    public static string Debug => $"usr/lib/debug/lib/modules/{Release}";

    public SyntheticKernel Make()
    {
        Packages["image"] = Image();
        Packages["headers"] = HeaderFiles();
        Packages["common"] = new()
        {
            ["usr/src/linux-headers-6.1.0-1-common/Makefile"] = Bytes("all:\n"),
            ["usr/src/linux-headers-6.1.0-1-common/include/linux/version.h"] = Bytes("#define X\n"),
        };
        Packages["kbuild"] = new()
        {
            ["usr/lib/linux-kbuild-6.1/scripts/mod/modpost"] = Bytes("#!program"),
            ["usr/lib/linux-kbuild-6.1/scripts/basic/fixdep"] = Bytes("#!program"),
        };
        if (HasDebugInfo)
        {
            Packages["dbg"] = DebugFiles();
        }

        return this;
    }

    public static byte[] Vmlinux(string release = Release, string version = Version, string buildId = BuildId, bool hasDwarf = true, ushort machine = 62) =>
        new ElfBuilder { Machine = machine }
            .BuildId(Convert.FromHexString(buildId))
            .Section(".rodata", Bytes($"Linux version {release} (a@b) (gcc (x) 12) {version}\n\0"), address: BannerAddress, flags: 2)
            .Section(hasDwarf ? ".debug_info" : ".BTF", new byte[100])
            .Symbol("linux_banner", BannerAddress, ".rodata")
            .Build();

    public static byte[] Module(string name, string release = Release, uint checksum = Checksum, bool isDebug = false, byte salt = 0, ushort machine = 62)
    {
        var versions = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(versions, checksum);
        "module_layout"u8.CopyTo(versions.AsSpan(8));
        return new ElfBuilder { Type = 1, Machine = machine }
            .BuildId(ModuleBuildId(name, salt), ".note.gnu.build-id")
            .Section(".modinfo", Bytes($"license=GPL\0name={Path.GetFileName(name)}\0vermagic={release} SMP mod_unload \0"))
            .Section("__versions", versions)
            .Section(isDebug ? ".debug_info" : ".text", new byte[64])
            .Build();
    }

    public static byte[] ModuleBuildId(string name, byte salt = 0) =>
        System.Security.Cryptography.SHA256.HashData(Bytes(name + salt))[..20];

    /// <summary>A bzImage in the fields that are read of one, its kernel packed with gzip.</summary>
    public static byte[] BootImage(string release = Release, string version = Version, string buildId = BuildId)
    {
        const int Setup = 1024;
        const int Text = 0x300;
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new ElfBuilder().BuildId(Convert.FromHexString(buildId)).Build());
        }

        var image = new byte[Setup + ((packed.Length + 15) / 16 * 16)];
        image[0x1f1] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x1f4), (uint)((image.Length - Setup) / 16));
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x20f);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x20e), Text - 0x200);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24c), (uint)packed.Length);
        Bytes($"{release} (a@b) {version}\0").CopyTo(image, Text);
        packed.ToArray().CopyTo(image, Setup);
        return image;
    }

    /// <summary>An arm64 Image in what is searched for in one.</summary>
    public static byte[] FlatImage(string release, string buildId = BuildId)
    {
        byte[] note = [4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8];
        var header = new byte[0x80];
        "MZ"u8.CopyTo(header);
        "ARMd"u8.CopyTo(header.AsSpan(0x38));
        return
        [
            .. header,
            .. Bytes($"Linux version {release} (a@b) (gcc (x) 12) # SMP {Version[7..]}\n\0"),
            .. Bytes($"Linux version {release} (a@b) (gcc (x) 12) {Version}\n\0"),
            .. note, .. Convert.FromHexString(VdsoBuildId), .. note, .. Convert.FromHexString(buildId), .. new byte[64],
        ];
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Builds the packages with dpkg-deb, in <paramref name="folder"/>.</summary>
    public KernelPackages Build(string folder)
    {
        var builder = new PackageBuilder(Modified);
        var files = Packages.Select(package => builder.Build(folder, package.Key, package.Value)).ToList();
        return new KernelPackages(Release, "Debian 6.1.1-1", files, 1 << 20, HasDebugInfo);
    }

    /// <summary>Builds .deb files that are called and depend on each other as Debian's.</summary>
    public IReadOnlyList<KernelPackage> BuildDebs(string folder)
    {
        var builder = new PackageBuilder(Modified);
        var names = new Dictionary<string, string>
        {
            ["image"] = $"linux-image-{Release}",
            ["headers"] = $"linux-headers-{Release}",
            ["common"] = "linux-headers-6.1.0-1-common",
            ["kbuild"] = "linux-kbuild-6.1",
            ["dbg"] = $"linux-image-{Release}-dbg",
        };
        return
        [
            .. Packages.Select(package => builder.Build(
                folder, names[package.Key], package.Value, package.Key == "headers" ? "linux-headers-6.1.0-1-common (= 1), linux-kbuild-6.1, gcc-12" : "")),
        ];
    }

    private Dictionary<string, byte[]> Image()
    {
        var files = new Dictionary<string, byte[]>
        {
            [$"boot/vmlinuz-{Release}"] = Machine == 62 ? BootImage(buildId: OwnBuildId) : FlatImage(Release, OwnBuildId),
            [$"boot/config-{Release}"] = Bytes("CONFIG_X=y\n"),
            [$"boot/System.map-{Release}"] = Bytes("ffffffffffffffff B The real System.map is in the linux-image-<version>-dbg package\n"),
            [$"{Modules}/modules.order"] = Bytes(string.Concat(ModuleNames.Select(name => $"kernel/{name}.ko\n"))),
            ["usr/share/doc/linux-image/copyright"] = Bytes("GPL"),
        };
        foreach (var name in ModuleNames)
        {
            var module = Module(name, machine: Machine);
            files[$"{Modules}/kernel/{name}.ko{(CompressesModules ? ".xz" : "")}"] = CompressesModules ? Xz(module) : module;
        }

        return files;
    }

    private Dictionary<string, byte[]> HeaderFiles() => new()
    {
        [$"{Headers}/.config"] = Bytes("CONFIG_CC_VERSION_TEXT=\"x86_64-linux-gnu-gcc-14 (Debian) 14\"\n"),
        [$"{Headers}/.kernelvariables"] = Bytes("CCACHE = ccache\nCC = $(if $(DEBIAN_KERNEL_USE_CCACHE),$(CCACHE)) $(CROSS_COMPILE)gcc-12\n"),
        [$"{Headers}/Makefile"] = Bytes("include /usr/src/linux-headers-6.1.0-1-common/Makefile\n"),
        [$"{Headers}/Module.symvers"] = Bytes($"0x{Checksum:x8}\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"),
        [$"{Headers}/vmlinux"] = new ElfBuilder().Section(".BTF", [1]).Build(),
        [$"{Headers}/include/generated/utsrelease.h"] = Bytes($"#define UTS_RELEASE \"{Release}\"\n"),
        [$"{Headers}/include/generated/utsversion.h"] = Bytes($"#define UTS_VERSION \"{Version}\"\n"),
        [$"{Headers}/scripts"] = Bytes("-> ../../lib/linux-kbuild-6.1/scripts"),
        [$"{Modules}/build"] = Bytes($"-> {(IsMergedUsr ? "../../../src" : "/usr/src")}/linux-headers-{Release}"),
        [$"{Modules}/source"] = Bytes($"-> {(IsMergedUsr ? "../../../src" : "/usr/src")}/linux-headers-6.1.0-1-common"),
    };

    private Dictionary<string, byte[]> DebugFiles()
    {
        var files = new Dictionary<string, byte[]>
        {
            [$"usr/lib/debug/boot/vmlinux-{Release}"] = Vmlinux(buildId: OwnBuildId, machine: Machine),
            [$"usr/lib/debug/boot/System.map-{Release}"] = Bytes($"{BannerAddress:x} D linux_banner\n"),
            [$"{Debug}/vmlinux"] = Bytes($"-> ../../../boot/vmlinux-{Release}"),
        };
        foreach (var name in ModuleNames)
        {
            files[$"{Debug}/kernel/{name}.ko"] = Module(name, isDebug: true, machine: Machine);
        }

        return files;
    }

    private static byte[] Xz(byte[] content)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, content);
        Tool.Run("xz", "-f", "--check=crc32", file);
        var packed = File.ReadAllBytes(file + ".xz");
        File.Delete(file + ".xz");
        return packed;
    }
}
