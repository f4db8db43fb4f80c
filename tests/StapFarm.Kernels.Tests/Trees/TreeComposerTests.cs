using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Tests.Trees;

public sealed class TreeComposerTests : ComposingTree
{
    private const string Release = SyntheticKernel.Release;

    [Fact]
    public async Task A_tree_says_which_kernel_it_is_from_its_files()
    {
        var tree = await ComposeAsync(Kernel());

        Assert.Equal(new KernelIdentity(Architecture.X86_64, Release, SyntheticKernel.Version, SyntheticKernel.BuildId), tree.Identity);
        Assert.Equal("gcc-12", tree.Compiler);
        Assert.True(tree.HasDebugInfo);
        Assert.Equal(5, tree.Packages.Count);
        Assert.Equal(Files().Sum(file => file.Length), tree.Bytes);
    }

    [Fact]
    public async Task A_kernel_of_another_architecture_is_told_by_its_files_too()
    {
        var tree = await ComposeAsync(new SyntheticKernel { Machine = 183 }.Make());

        Assert.Equal(new KernelIdentity(Architecture.Arm64, Release, SyntheticKernel.Version, SyntheticKernel.BuildId), tree.Identity);
    }

    [Fact]
    public async Task The_compiler_comes_from_the_configuration_where_headers_have_no_variables()
    {
        var tree = await ComposeAsync(Kernel(packages => packages["headers"].Remove($"{SyntheticKernel.Headers}/.kernelvariables")));

        Assert.Equal("gcc-14", tree.Compiler);
    }

    [Fact]
    public async Task The_digest_covers_contents_and_neither_place_nor_time()
    {
        var first = await ComposeAsync(Kernel());
        var later = await ComposeAsync(new SyntheticKernel { Modified = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc) }.Make());
        var other = await ComposeAsync(Kernel(packages => packages["common"]["usr/src/linux-headers-6.1.0-1-common/include/linux/version.h"] = "#define Y\n"u8.ToArray()));
        var more = await ComposeAsync(Kernel(packages => packages["common"]["usr/src/linux-headers-6.1.0-1-common/include/linux/more.h"] = []));

        Assert.Equal(first.Digest, later.Digest);
        Assert.Equal(3, new[] { first.Digest, other.Digest, more.Digest }.Distinct().Count());
    }

    [Fact]
    public async Task A_merged_usr_suite_gives_the_same_layout()
    {
        var split = await ComposeAsync(Kernel());
        var merged = await ComposeAsync(new SyntheticKernel { IsMergedUsr = true }.Make());

        Assert.Equal(split.Digest, merged.Digest);
        Assert.Equal($"/usr/src/linux-headers-{Release}", new FileInfo(Path.Combine(Root, $"lib/modules/{Release}/build")).LinkTarget);
        Assert.False(Directory.Exists(Path.Combine(Root, "usr/lib/modules")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_debug_file_is_found_by_its_build_id_through_a_relative_link(bool compressesModules)
    {
        var kernel = new SyntheticKernel { CompressesModules = compressesModules }.Make();
        await ComposeAsync(kernel);

        foreach (var name in kernel.ModuleNames)
        {
            var hex = Convert.ToHexStringLower(SyntheticKernel.ModuleBuildId(name));
            var link = Path.Combine(Root, $"usr/lib/debug/.build-id/{hex[..2]}/{hex[2..]}.debug");
            Assert.StartsWith("../../", new FileInfo(link).LinkTarget, StringComparison.Ordinal);
            using var file = ElfFile.Open(link);
            Assert.Equal(hex, Convert.ToHexStringLower(ElfNote.BuildId(file)!.Value.Span));
            Assert.True(file.HasDwarf);
        }

        using var vmlinux = ElfFile.Open(Path.Combine(Root, $"usr/lib/debug/.build-id/{SyntheticKernel.BuildId[..2]}/{SyntheticKernel.BuildId[2..]}.debug"));
        Assert.Equal(Release, KernelBanner.Read(vmlinux)!.Release);
    }

    [Fact]
    public async Task The_real_System_map_takes_the_place_of_the_packages_stand_in()
    {
        await ComposeAsync(Kernel());

        Assert.Contains("linux_banner", await File.ReadAllTextAsync(Path.Combine(Root, $"boot/System.map-{Release}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vmlinux_that_holds_BTF_only_and_documentation_stay_outside()
    {
        await ComposeAsync(Kernel());

        Assert.False(File.Exists(Path.Combine(Root, SyntheticKernel.Headers, "vmlinux")));
        Assert.False(Directory.Exists(Path.Combine(Root, "usr/share")));
    }

    [Fact]
    public async Task Programs_can_be_executed_and_all_can_be_read_by_anyone()
    {
        await ComposeAsync(Kernel());

        Assert.True(File.GetUnixFileMode(Path.Combine(Root, "usr/lib/linux-kbuild-6.1/scripts/mod/modpost")).HasFlag(UnixFileMode.OtherExecute));
        Assert.All(Files(), file => Assert.True(file.UnixFileMode.HasFlag(UnixFileMode.OtherRead)));
    }

    [Fact]
    public async Task A_kernel_without_debug_information_says_so_and_is_known_by_its_image()
    {
        var tree = await ComposeAsync(new SyntheticKernel { HasDebugInfo = false }.Make());

        Assert.False(tree.HasDebugInfo);
        Assert.Equal(SyntheticKernel.BuildId, tree.Identity.BuildId);
        Assert.Equal(SyntheticKernel.Version, tree.Identity.Version);
        Assert.False(File.Exists(Path.Combine(Root, $"boot/System.map-{Release}")));
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(Root)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
}
