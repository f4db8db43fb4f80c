using StapFarm.Lab.Kernels;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Kernels;

public sealed class LabKernelTests : IDisposable
{
    private readonly ScratchFolder _trees = new();

    public void Dispose() => _trees.Dispose();

    [Fact]
    public void A_kernel_is_found_by_its_release_among_the_trees_of_a_farm()
    {
        AddTree("a", "6.1.0-1");
        AddTree("trees/b/tree", "6.12.0-1");
        Directory.CreateDirectory(_trees.File("half-made"));

        var kernel = LabKernel.Find("6.12.0-1", _trees.Path);

        Assert.Equal(_trees.File("trees/b/tree/boot/vmlinuz-6.12.0-1"), kernel.Image);
        Assert.Equal(_trees.File("trees/b/tree/lib/modules/6.12.0-1"), kernel.ModulesFolder);
    }

    [Fact]
    public void A_line_of_kernels_stands_for_the_last_of_its_releases()
    {
        AddTree("a", "6.1.0-1");
        AddTree("b", "6.1.0-2");
        AddTree("c", "6.12.0-1");

        Assert.Equal("6.1.0-2", LabKernel.Find("6.1", _trees.Path).Release);
    }

    [Fact]
    public void An_unknown_release_is_refused_with_the_command_that_adds_it()
    {
        var failure = Assert.Throws<LabException>(() => LabKernel.Find("7.0", _trees.Path));

        Assert.Contains("stapfarm kernel add 7.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_modules_is_refused()
    {
        AddTree("a", "6.1.0-1");
        Directory.Delete(_trees.File("a/lib"), recursive: true);

        var failure = Assert.Throws<LabException>(() => LabKernel.InTree(_trees.File("a")));

        Assert.Contains("no lib/modules/6.1.0-1", failure.Message, StringComparison.Ordinal);
    }

    private void AddTree(string folder, string release)
    {
        Directory.CreateDirectory(_trees.File($"{folder}/boot"));
        Directory.CreateDirectory(_trees.File($"{folder}/lib/modules/{release}/kernel"));
        File.WriteAllText(_trees.File($"{folder}/boot/vmlinuz-{release}"), "image");
    }
}
