using System.Buffers.Binary;
using StapFarm.Kernels.Tests.Elf;
using StapFarm.Kernels.Tests.Making;

namespace StapFarm.Kernels.Tests.Uploads;

public sealed class RpmFilesTests : SendingFiles
{
    private const string Release = SyntheticRpms.Release;
    private readonly SyntheticRpms _kernel = new();
    private string[]? _rpms;

    [Theory]
    [InlineData("w2.xzdio")]
    [InlineData("w3.zstdio")]
    [InlineData("w9.gzdio")]
    public async Task A_set_as_of_Fedora_becomes_a_tree_whatever_it_is_compressed_with(string payload)
    {
        var tree = await AddAsync(PackageForm.Rpm, _kernel.BuildAll(Folder.File("rpms"), payload));

        Assert.Equal((Release, SyntheticKernel.BuildId, true, "gcc"), (tree.Identity.Release, tree.Identity.BuildId, tree.HasDebugInfo, tree.Compiler));
        Assert.Contains("RPM packages 6.1.0-1.fc99.x86_64", tree.Source, StringComparison.Ordinal);
        Assert.Equal(5, tree.Packages.Count);
        var root = Depot.FolderOf(tree.Digest)!;
        var id = ReadElf.BuildId(Path.Combine(root, $"lib/modules/{Release}/kernel/fs/tiny.ko"))!;
        Assert.Equal(
            Path.Combine(root, $"usr/lib/debug/lib/modules/{Release}/kernel/fs/tiny.ko"),
            File.ResolveLinkTarget(Path.Combine(root, $"usr/lib/debug/.build-id/{id[..2]}/{id[2..]}.debug"), returnFinalTarget: true)!.FullName);
        Assert.Equal($"/usr/src/kernels/{Release}", new FileInfo(Path.Combine(root, $"lib/modules/{Release}/build")).LinkTarget);
        Assert.True(File.Exists(Path.Combine(root, $"boot/System.map-{Release}")));
        Assert.NotEqual(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(root, $"usr/src/kernels/{Release}/scripts/mod/modpost")) & UnixFileMode.UserExecute);
        Assert.False(Directory.Exists(Path.Combine(root, "usr/src/debug")));
    }

    [Fact]
    public async Task Without_kernel_debuginfo_the_tree_says_so() =>
        Assert.False((await AddAsync(PackageForm.Rpm, Good().Where(file => !file.Contains("debuginfo", StringComparison.Ordinal)))).HasDebugInfo);

    [Fact]
    public async Task A_missing_package_is_named()
    {
        await RefusedAsync(PackageForm.Rpm, Without("kernel-devel"), Release, "kernel-devel is missing");
        await RefusedAsync(PackageForm.Rpm, Without("kernel-core"), Release, "kernel-core", "missing");
        await RefusedAsync(PackageForm.Rpm, Without("kernel-modules"), Release, "kernel-modules", "missing");
    }

    [Fact]
    public async Task Packages_of_two_kernels_or_two_builds_are_refused()
    {
        var other = RpmBuilder.Build(
            Folder.File("other"), "kernel-devel", new() { ["usr/src/kernels/6.1.0-2.fc99.x86_64/Makefile"] = [1] }, "w9.gzdio", "2.fc99");
        await RefusedAsync(PackageForm.Rpm, [.. Good(), other], "several kernels", "6.1.0-2.fc99.x86_64");

        var mixed = RpmBuilder.Build(Folder.File("other"), "kernel-devel", _kernel.Packages["kernel-devel"], "w9.gzdio", "3.fc99");
        await RefusedAsync(PackageForm.Rpm, [.. Without("kernel-devel"), mixed], "two builds", "6.1.0-3.fc99");
    }

    [Fact]
    public async Task Debug_information_of_another_build_is_refused()
    {
        _kernel.Packages["kernel-debuginfo"][$"usr/lib/debug/lib/modules/{Release}/vmlinux"] = SyntheticKernel.Vmlinux(Release, buildId: "00" + SyntheticKernel.BuildId[2..]);

        await RefusedAsync(PackageForm.Rpm, Good(), "build-id", "two builds are mixed");
    }

    [Fact]
    public async Task A_vmlinux_of_another_architecture_is_refused()
    {
        var vmlinux = SyntheticKernel.Vmlinux(Release);
        BinaryPrimitives.WriteUInt16LittleEndian(vmlinux.AsSpan(18), 183);
        _kernel.Packages["kernel-debuginfo"][$"usr/lib/debug/lib/modules/{Release}/vmlinux"] = vmlinux;

        await RefusedAsync(PackageForm.Rpm, Good(), "arm64");
    }

    [Fact]
    public async Task A_wrong_header_is_refused_with_the_files_name()
    {
        var devel = Good().Single(file => file.Contains("kernel-devel", StringComparison.Ordinal));
        var whole = File.ReadAllBytes(devel);
        var header = 96 + whole.AsSpan(96).LastIndexOf((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8, 0x01]);
        foreach (var (at, problem) in ((int, string)[])[(0, "magic number"), (4, "version"), (7, "source package"), (96, "signature"), (header, "header"), (header + 9, "entries"), (header + 200, "")])
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x55;
            File.WriteAllBytes(devel, bytes);
            await RefusedAsync(PackageForm.Rpm, Good(), "kernel-devel", problem);
        }
    }

    [Fact]
    public async Task What_is_shorter_than_a_package_or_none_at_all_is_told_apart()
    {
        var devel = Good().Single(file => file.Contains("kernel-devel", StringComparison.Ordinal));
        var whole = File.ReadAllBytes(devel);
        foreach (var (content, problem) in ((byte[], string)[])[([], "magic number"), ([.. "!<arch>\n"u8], "magic number"), (whole[..50], "truncated"), (whole[..300], "truncated")])
        {
            File.WriteAllBytes(devel, content);
            await RefusedAsync(PackageForm.Rpm, Good(), "kernel-devel", problem);
        }
    }

    [Fact]
    public async Task A_truncated_or_changed_payload_is_refused_with_the_packages_name()
    {
        foreach (var payload in (string[])["w2.xzdio", "w3.zstdio", "w9.gzdio"])
        {
            _rpms = null;
            var devel = Good(payload).Single(file => file.Contains("kernel-devel", StringComparison.Ordinal));
            var whole = File.ReadAllBytes(devel);
            var changed = whole.ToArray();
            changed[^30] ^= 1;
            foreach (var bytes in (byte[][])[whole[..^1], whole[..^100], changed, [.. whole, 0]])
            {
                File.WriteAllBytes(devel, bytes);
                await RefusedAsync(PackageForm.Rpm, Good(), "kernel-devel_6.1.0-1.fc99_x86_64", "can't be unpacked");
            }
        }
    }

    [Theory]
    [InlineData("./lib/modules/R/../../../etc/passwd", "x", 0x81a4, "climbs out")]
    [InlineData("../outside", "x", 0x81a4, "climbs out")]
    [InlineData("./lib/modules/R/kernel/evil", "../../../../../etc/shadow", 0xa1ff, "leads to")]
    [InlineData("./lib/modules/R/kernel/evil", "/etc/shadow", 0xa1ff, "leads to")]
    [InlineData("./dev/sda", "", 0x61b0, "block device")]
    [InlineData("./dev/null", "", 0x21b6, "character device")]
    [InlineData("./run/pipe", "", 0x11b6, "pipe")]
    public async Task What_leads_out_and_what_is_no_file_is_refused_by_its_name(string path, string content, uint mode, string problem)
    {
        var evil = new HandmadeRpm("kernel-evil").Add(path.Replace("/R/", $"/{Release}/", StringComparison.Ordinal), SyntheticRpms.Text(content), mode).Build();

        await RefusedAsync(PackageForm.Rpm, [.. Good(), Write(evil)], "kernel-evil", problem);
    }

    [Fact]
    public async Task A_file_below_a_link_is_refused()
    {
        var evil = new HandmadeRpm("kernel-evil")
            .Add($"./lib/modules/{Release}/kernel/way", SyntheticRpms.Text("../../../../boot"), 0xa1ff)
            .Add($"./lib/modules/{Release}/kernel/way/vmlinuz-{Release}", [1])
            .Build();

        await RefusedAsync(PackageForm.Rpm, [.. Good(), Write(evil)], "kernel-evil", "isn't a folder");
    }

    [Fact]
    public async Task An_archive_that_contradicts_itself_is_refused()
    {
        var path = $"./lib/modules/{Release}/kernel/x";
        await RefusedAsync(PackageForm.Rpm, [.. Good(), Write(new HandmadeRpm("kernel-evil").Add(path, [1], size: 0x7fffffff).Build())], "kernel-evil");
        await RefusedAsync(PackageForm.Rpm, [.. Good(), Write(new HandmadeRpm("kernel-evil") { HasTrailer = false }.Add(path, [1]).Build())], "kernel-evil");
        await RefusedAsync(PackageForm.Rpm, [.. Good(), Write(new HandmadeRpm("kernel-evil") { Compressor = "rot13" }.Add(path, [1]).Build())], "rot13");
    }

    [Fact]
    public async Task Files_with_several_names_are_there_under_each()
    {
        var linked = new HandmadeRpm("kernel-extra")
            .Add($"./lib/modules/{Release}/kernel/one", [], links: 2, inode: 77)
            .Add($"./lib/modules/{Release}/kernel/two", [1, 2, 3], links: 2, inode: 77)
            .Build();

        var tree = await AddAsync(PackageForm.Rpm, [.. Good(), Write(linked)]);

        foreach (var name in (string[])["one", "two"])
        {
            Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(Depot.FolderOf(tree.Digest)!, $"lib/modules/{Release}/kernel/{name}")));
        }
    }

    private string[] Good(string payload = "w9.gzdio") => _rpms ??= [.. _kernel.BuildAll(Folder.File("rpms"), payload)];

    private string[] Without(string name) => [.. Good().Where(file => !Path.GetFileName(file).StartsWith(name + "-6", StringComparison.Ordinal))];

    private string Write(byte[] rpm)
    {
        var file = Folder.File("evil.rpm");
        File.WriteAllBytes(file, rpm);
        return file;
    }
}
