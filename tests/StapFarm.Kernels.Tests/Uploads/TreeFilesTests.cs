using System.Formats.Tar;
using System.Text;
using StapFarm.Kernels.Tests.Elf;
using StapFarm.Kernels.Tests.Making;

namespace StapFarm.Kernels.Tests.Uploads;

public sealed class TreeFilesTests : SendingFiles
{
    private const string Release = "6.1.7-mine";
    private readonly Dictionary<string, byte[]> _files = new()
    {
        [$"usr/lib/debug/lib/modules/{Release}/vmlinux"] = SyntheticKernel.Vmlinux(Release),
        [$"boot/System.map-{Release}"] = Text($"{SyntheticKernel.BannerAddress:x} D linux_banner\n"),
        [$"usr/src/kernels/{Release}/.config"] = Text("CONFIG_CC_VERSION_TEXT=\"gcc-12 (Debian 12.2.0-14) 12.2.0\"\n"),
        [$"usr/src/kernels/{Release}/Makefile"] = Text("all:\n"),
        [$"usr/src/kernels/{Release}/Module.symvers"] = Text($"0x{SyntheticKernel.Checksum:x8}\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"),
        [$"usr/src/kernels/{Release}/include/generated/utsrelease.h"] = Text($"#define UTS_RELEASE \"{Release}\"\n"),
        [$"usr/src/kernels/{Release}/scripts/mod/modpost"] = Text("#!program"),
        [$"usr/src/kernels/{Release}/scripts/basic/fixdep"] = Text("#!program"),
        [$"lib/modules/{Release}/build"] = Text($"-> /usr/src/kernels/{Release}"),
        [$"lib/modules/{Release}/source"] = Text("-> build"),
        [$"lib/modules/{Release}/kernel/fs/tiny.ko"] = SyntheticKernel.Module("fs/tiny", Release, isDebug: true),
    };

    [Fact]
    public async Task A_kernel_that_its_user_built_becomes_a_tree_whose_modules_are_their_own_debug_information()
    {
        var tree = await AddAsync(PackageForm.Tree, [Pack("all.tar", _files)]);

        Assert.Equal((Release, SyntheticKernel.BuildId, true, "gcc-12"), (tree.Identity.Release, tree.Identity.BuildId, tree.HasDebugInfo, tree.Compiler));
        var root = Depot.FolderOf(tree.Digest)!;
        var id = ReadElf.BuildId(Path.Combine(root, $"lib/modules/{Release}/kernel/fs/tiny.ko"))!;
        Assert.True(new FileInfo(Path.Combine(root, $"usr/lib/debug/.build-id/{id[..2]}/{id[2..]}.debug")).LinkTarget is not null);
        Assert.Equal($"/lib/modules/{Release}/kernel/fs/tiny.ko", new FileInfo(Path.Combine(root, $"usr/lib/debug/lib/modules/{Release}/kernel/fs/tiny.ko")).LinkTarget);
    }

    [Fact]
    public async Task It_may_come_in_several_parts()
    {
        var parts = _files.Select((file, index) => Pack($"{index}.tar", new() { [file.Key] = file.Value })).ToList();

        Assert.Equal((await AddAsync(PackageForm.Tree, [Pack("all.tar", _files)])).Digest, (await AddAsync(PackageForm.Tree, parts)).Digest);
    }

    [Fact]
    public async Task Without_modules_it_is_a_kernel_too_if_its_build_says_so()
    {
        _files.Remove($"lib/modules/{Release}/kernel/fs/tiny.ko");
        await RefusedAsync(PackageForm.Tree, [Pack("all.tar", _files)], "modules", "there is none");

        _files[$"lib/modules/{Release}/modules.builtin"] = Text("kernel/fs/tiny.ko\n");
        Assert.Equal(Release, (await AddAsync(PackageForm.Tree, [Pack("all.tar", _files)])).Identity.Release);
    }

    [Theory]
    [InlineData("usr/src/kernels/R/Module.symvers", "headers")]
    [InlineData("usr/src/kernels/R/scripts/mod/modpost", "build tools")]
    [InlineData("boot/System.map-R", "System.map")]
    public async Task A_missing_part_is_named(string path, string part)
    {
        _files.Remove(path.Replace("R/", $"{Release}/", StringComparison.Ordinal).Replace("-R", $"-{Release}", StringComparison.Ordinal));

        await RefusedAsync(PackageForm.Tree, [Pack("all.tar", _files)], part);
    }

    [Fact]
    public async Task A_vmlinux_that_is_truncated_or_of_another_kernel_is_refused()
    {
        var path = $"usr/lib/debug/lib/modules/{Release}/vmlinux";
        _files[path] = SyntheticKernel.Vmlinux(Release)[..^100];
        await RefusedAsync(PackageForm.Tree, [Pack("all.tar", _files)], "vmlinux");

        _files[path] = SyntheticKernel.Vmlinux("6.1.8-other");
        await RefusedAsync(PackageForm.Tree, [Pack("all.tar", _files)], "vmlinux", "6.1.8-other");

        _files[path] = SyntheticKernel.Vmlinux(Release, hasDwarf: false);
        await RefusedAsync(PackageForm.Tree, [Pack("all.tar", _files)], "vmlinux", "DWARF");
    }

    [Fact]
    public async Task What_is_no_tar_or_ends_early_is_refused_by_its_name()
    {
        var tar = Pack("all.tar", _files);
        var whole = File.ReadAllBytes(tar);
        foreach (var bytes in (byte[][])[Text("hello"), whole[..700], [.. whole[..512], .. new byte[9] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }]])
        {
            File.WriteAllBytes(tar, bytes);
            await RefusedAsync(PackageForm.Tree, [tar]);
        }
    }

    [Theory]
    [InlineData("lib/modules/R/../../../../etc/passwd", null, "climbs out")]
    [InlineData("lib/modules/R/kernel/evil", "/etc/shadow", "leads to")]
    [InlineData("lib/modules/R/kernel/evil", "../../../../../etc/shadow", "leads to")]
    public async Task What_leads_out_is_refused(string path, string? target, string problem)
    {
        _files[path.Replace("/R/", $"/{Release}/", StringComparison.Ordinal)] = Text(target is null ? "x" : $"-> {target}");

        await RefusedAsync(PackageForm.Tree, [Pack("evil.tar", _files)], "evil.tar", problem);
    }

    [Fact]
    public async Task Files_of_no_kernel_and_of_two_are_refused()
    {
        await RefusedAsync(PackageForm.Tree, [Pack("x.tar", new() { ["etc/passwd"] = [1] })], "lib/modules/RELEASE");
        await RefusedAsync(PackageForm.Tree, [Pack("x.tar", new() { ["lib/modules/6.1.1/a"] = [1], ["lib/modules/6.1.2/a"] = [1] })], "several kernels", "6.1.1, 6.1.2");
        await RefusedAsync(PackageForm.Tree, [Pack("x.tar", new() { ["lib/modules/evil name/a"] = [1] })], "evil name");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private string Pack(string name, Dictionary<string, byte[]> files)
    {
        var path = Folder.File(name);
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Gnu);
        foreach (var (file, content) in files)
        {
            tar.WriteEntry(content.AsSpan().StartsWith("-> "u8)
                ? new GnuTarEntry(TarEntryType.SymbolicLink, file) { LinkName = Encoding.UTF8.GetString(content.AsSpan(3)) }
                : new GnuTarEntry(TarEntryType.RegularFile, file)
                {
                    DataStream = new MemoryStream(content),
                    Mode = content.AsSpan().StartsWith("#!"u8) ? (UnixFileMode)0x1ed : (UnixFileMode)0x1a4,
                });
        }

        return path;
    }
}
