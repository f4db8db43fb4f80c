using StapFarm.Kernels.Tests.Making;

namespace StapFarm.Kernels.Tests.Trees;

/// <summary>A tree that lacks a part, mixes builds or is truncated is refused with the part's name.</summary>
public sealed class RefusedTreeTests : ComposingTree
{
    private const string Release = SyntheticKernel.Release;
    private const string OtherBuildId = "ffbbccddeeff00112233445566778899aabbccdd";
    private static readonly string ModulePath = $"lib/modules/{Release}/kernel/fs/tiny.ko";
    private static readonly string ImagePath = $"boot/vmlinuz-{Release}";
    private static readonly string VmlinuxPath = $"usr/lib/debug/boot/vmlinux-{Release}";

    public static TheoryData<string, string, string> Parts => new()
    {
        { "image", $"boot/vmlinuz-{Release}", "image" },
        { "image", ModulePath, "modules" },
        { "headers", $"{SyntheticKernel.Headers}/.config", "headers" },
        { "headers", $"{SyntheticKernel.Headers}/Module.symvers", "headers" },
        { "headers", $"{SyntheticKernel.Headers}/include/generated/utsrelease.h", "headers" },
        { "headers", $"lib/modules/{Release}/build", "headers" },
        { "common", "usr/src/linux-headers-6.1.0-1-common/Makefile", "common headers" },
        { "kbuild", "usr/lib/linux-kbuild-6.1/scripts/mod/modpost", "kbuild" },
        { "dbg", $"{SyntheticKernel.Debug}/vmlinux", "vmlinux" },
        { "dbg", $"{SyntheticKernel.Debug}/kernel/fs/tiny.ko", "debug information of modules" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public Task A_missing_part_is_named(string package, string path, string part) =>
        RefusedAsync(Kernel(packages => Assert.True(packages[package].Remove(path))), part, path[(path.LastIndexOf('/') + 1)..]);

    [Fact]
    public Task A_stand_in_for_System_map_is_no_System_map() =>
        RefusedAsync(Kernel(packages => packages["dbg"].Remove($"usr/lib/debug/boot/System.map-{Release}")), "System.map", "missing");

    [Fact]
    public Task A_vmlinux_of_another_release_is_refused() => RefusedAsync(
        Kernel(packages => packages["dbg"][VmlinuxPath] = SyntheticKernel.Vmlinux(release: "6.1.0-2-test-amd64")), "vmlinux", "6.1.0-2-test-amd64");

    [Fact]
    public Task A_vmlinux_of_another_build_of_the_release_is_refused() => RefusedAsync(
        Kernel(packages => packages["dbg"][VmlinuxPath] = SyntheticKernel.Vmlinux(version: "#2 SMP Debian 6.1.1-2 (2026-02-02)")), "image", "#2 SMP", "two builds");

    [Fact]
    public Task An_image_whose_kernel_has_another_build_id_is_refused() => RefusedAsync(
        Kernel(packages => packages["image"][ImagePath] = SyntheticKernel.BootImage(buildId: OtherBuildId)), "image", OtherBuildId);

    [Fact]
    public Task A_flat_image_without_the_build_id_is_refused_with_those_it_has()
    {
        var kernel = new SyntheticKernel { Machine = 183 }.Make();
        kernel.Packages["image"][ImagePath] = SyntheticKernel.FlatImage(Release, OtherBuildId);
        return RefusedAsync(kernel, "image", SyntheticKernel.VdsoBuildId, OtherBuildId, "two builds");
    }

    [Fact]
    public Task A_flat_image_cut_off_before_its_banner_is_refused()
    {
        var kernel = new SyntheticKernel { Machine = 183 }.Make();
        kernel.Packages["image"][ImagePath] = SyntheticKernel.FlatImage(Release)[..0x80];
        return RefusedAsync(kernel, "image", "truncated");
    }

    [Fact]
    public Task An_image_of_another_machine_is_refused() => RefusedAsync(
        Kernel(packages => packages["image"][ImagePath] = SyntheticKernel.FlatImage(Release)), "image", "arm64", "x86_64");

    [Fact]
    public Task Build_tools_that_run_on_another_machine_are_refused() => RefusedAsync(
        Kernel(packages => packages["kbuild"]["usr/lib/linux-kbuild-6.1/scripts/mod/modpost"] = new ElfBuilder { Machine = 22 }.Build()), "build tools", "a program for s390");

    [Theory]
    [InlineData("CONFIG_OBJTOOL=y")]
    [InlineData("CONFIG_STACK_VALIDATION=y")]
    public Task Headers_of_a_kernel_that_is_built_with_objtool_must_have_it(string setting) => RefusedAsync(
        Kernel(packages => packages["headers"][$"{SyntheticKernel.Headers}/.config"] = System.Text.Encoding.ASCII.GetBytes($"# nothing\n{setting}\n")), "build tools", "objtool");

    [Fact]
    public Task A_vmlinux_without_DWARF_is_refused() => RefusedAsync(
        Kernel(packages => packages["dbg"][VmlinuxPath] = SyntheticKernel.Vmlinux(hasDwarf: false)), "vmlinux", "no DWARF");

    [Fact]
    public Task Headers_of_another_build_are_refused() => RefusedAsync(
        Kernel(packages => packages["headers"][$"{SyntheticKernel.Headers}/include/generated/utsversion.h"] = "#define UTS_VERSION \"#3 SMP\"\n"u8.ToArray()), "headers", "#3 SMP");

    [Fact]
    public Task Headers_whose_checksums_are_not_the_modules_are_refused() => RefusedAsync(
        Kernel(packages => packages["headers"][$"{SyntheticKernel.Headers}/Module.symvers"] = "0x00000001\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n"u8.ToArray()), "headers", "Module.symvers");

    [Fact]
    public Task A_System_map_of_another_build_is_refused() => RefusedAsync(
        Kernel(packages => packages["dbg"][$"usr/lib/debug/boot/System.map-{Release}"] = "ffffffff82000040 D linux_banner\n"u8.ToArray()), "System.map", "two builds");

    [Fact]
    public Task A_module_of_another_release_is_refused_by_its_vermagic() => RefusedAsync(
        Kernel(packages => packages["image"][ModulePath] = SyntheticKernel.Module("fs/tiny", release: "6.1.0-9-test-amd64")), "modules", "tiny.ko", "6.1.0-9-test-amd64");

    [Fact]
    public Task Debug_information_of_another_build_of_a_module_is_refused() => RefusedAsync(
        Kernel(packages => packages["dbg"][$"{SyntheticKernel.Debug}/kernel/fs/tiny.ko"] = SyntheticKernel.Module("fs/tiny", isDebug: true, salt: 1)), "debug information of module tiny", "build-id");

    [Theory]
    [InlineData("dbg", "usr/lib/debug/boot/vmlinux-" + Release, "vmlinux")]
    [InlineData("image", "boot/vmlinuz-" + Release, "image")]
    [InlineData("image", "lib/modules/" + Release + "/kernel/fs/tiny.ko", "modules")]
    [InlineData("dbg", "usr/lib/debug/lib/modules/" + Release + "/kernel/fs/tiny.ko", "debug information of module tiny")]
    public Task A_truncated_part_is_refused_with_the_parts_name(string package, string path, string part) =>
        RefusedAsync(Kernel(packages => packages[package][path] = packages[package][path][..^40]), part);

    [Fact]
    public Task A_damaged_compressed_module_is_refused()
    {
        var kernel = new SyntheticKernel { CompressesModules = true }.Make();
        kernel.Packages["image"][ModulePath + ".xz"][60] ^= 0xff;
        return RefusedAsync(kernel, "modules", "tiny.ko.xz");
    }

    [Fact]
    public async Task A_truncated_package_is_refused_with_its_name()
    {
        using var folder = new StapFarm.Testing.ScratchFolder();
        var packages = Kernel().Build(folder.Path);
        var cut = packages.Files[^1].Path;
        await using (var file = new FileStream(cut, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        Directory.CreateDirectory(folder.File("tree"));
        var composer = new Kernels.Trees.TreeComposer(TimeProvider.System);
        var failure = (await Assert.ThrowsAsync<Model.Failures.FarmException>(() => composer.ComposeAsync(
            packages, folder.File("tree"), new StapFarm.Testing.Recorder<Model.Work.WorkProgress>(), CancellationToken.None))).Failure;

        Assert.Equal(Model.Failures.FailureCode.BadKernelTree, failure.Code);
        Assert.Contains("dbg_1_amd64", failure.Message, StringComparison.Ordinal);
    }
}
