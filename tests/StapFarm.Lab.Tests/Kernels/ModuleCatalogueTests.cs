using System.Diagnostics;
using StapFarm.Lab.Initramfs;
using StapFarm.Lab.Kernels;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Kernels;

public sealed class ModuleCatalogueTests : IDisposable
{
    private readonly ScratchFolder _tree = new();

    public ModuleCatalogueTests()
    {
        Directory.CreateDirectory(_tree.File("boot"));
        File.WriteAllText(_tree.File("boot/vmlinuz-1.2.3"), "image");
        Directory.CreateDirectory(_tree.File("lib/modules/1.2.3/kernel/drivers"));
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_module_comes_after_all_that_it_depends_on_and_each_only_once()
    {
        Add("net", "depends=failover,ring");
        Add("failover", "depends=core");
        Add("ring", "depends=core");
        Add("core", "depends=");
        Add("other", "depends=");

        var order = await Catalogue().LoadOrderAsync(["net", "core"]);

        Assert.Equal(["core", "failover", "ring", "net"], order.Select(m => m.Name));
    }

    [Fact]
    public async Task Names_with_hyphens_and_underscores_are_the_same()
    {
        Add("virtio-rng", "depends=rng-core");
        Add("rng_core", "depends=");

        var order = await Catalogue().LoadOrderAsync(["virtio_rng"]);

        Assert.Equal(["kernel/drivers/rng_core.ko", "kernel/drivers/virtio-rng.ko"], order.Select(m => m.File));
    }

    [Fact]
    public async Task A_compressed_module_is_unpacked()
    {
        Add("packed", "depends=");
        using var xz = Process.Start("xz", ["-z", _tree.File("lib/modules/1.2.3/kernel/drivers/packed.ko")]);
        await xz.WaitForExitAsync();

        var module = Assert.Single(await Catalogue().LoadOrderAsync(["packed"]));

        Assert.Equal("kernel/drivers/packed.ko", module.File);
        Assert.Equal(FakeModule.With("depends="), module.Content.ToArray());
    }

    [Fact]
    public async Task What_is_built_into_the_kernel_is_left_out()
    {
        Add("net", "depends=core");
        File.WriteAllText(_tree.File("lib/modules/1.2.3/modules.builtin"), "kernel/lib/core.ko\n");

        Assert.Equal(["net"], (await Catalogue().LoadOrderAsync(["net"])).Select(m => m.Name));
    }

    [Fact]
    public async Task A_missing_module_is_named_with_the_one_that_needs_it()
    {
        Add("net", "depends=core");

        var failure = await Assert.ThrowsAsync<LabException>(() => Catalogue().LoadOrderAsync(["net"]));

        Assert.Contains("core, which net needs,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modprobe_is_told_dependencies_and_aliases_as_depmod_would()
    {
        Add("net", "depends=ring", "alias=pci:v1*");
        Add("ring", "depends=core");
        Add("core", "depends=");

        var modules = await Catalogue().LoadOrderAsync(["net"]);

        Assert.Equal(
            "kernel/drivers/core.ko:\nkernel/drivers/ring.ko: kernel/drivers/core.ko\n"
            + "kernel/drivers/net.ko: kernel/drivers/ring.ko kernel/drivers/core.ko\n",
            ModuleIndex.Dependencies(modules));
        Assert.Equal("alias pci:v1* net\n", ModuleIndex.Aliases(modules));
    }

    private ModuleCatalogue Catalogue() => new(LabKernel.InTree(_tree.Path));

    private void Add(string name, params string[] modinfo) =>
        File.WriteAllBytes(_tree.File($"lib/modules/1.2.3/kernel/drivers/{name}.ko"), FakeModule.With(modinfo));
}
