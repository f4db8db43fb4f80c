using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Depot;
using StapFarm.Kernels.Tests.Elf;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Real;

/// <summary>A real kernel of the Debian archive, through the shared cache, beside what binutils say of it.</summary>
[Trait("lane", "real")]
public sealed class RealKernelTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kernel_of_the_archive_becomes_a_tree_that_says_the_truth_about_itself()
    {
        var release = SharedFarm.Kernel61;
        var depot = new KernelDepot(
            Source(Path.Combine(SharedFarm.Cache, "downloads")), new KernelFileStore(new MemoryBlobs(), new MemoryManifests()), new MemoryManifests(),
            Options.Create(new KernelDepotOptions { Root = _folder.File("depot") }), TimeProvider.System, NullLogger<KernelDepot>.Instance);

        var tree = await depot.AddAsync(release, new Recorder<WorkProgress>(), CancellationToken.None);

        var root = depot.FolderOf(tree.Digest)!;
        var vmlinux = Path.Combine(root, $"usr/lib/debug/lib/modules/{release}/vmlinux");
        Assert.Equal(release, tree.Identity.Release);
        Assert.Equal(ReadElf.BuildId(vmlinux), tree.Identity.BuildId);
        Assert.Equal(Architecture.X86_64, tree.Identity.Architecture);
        Assert.True(tree.HasDebugInfo);
        Assert.Contains(
            Tool.Run("strings", "-n", "40", Path.Combine(root, $"boot/vmlinuz-{release}")).Split('\n'),
            line => line.StartsWith(release, StringComparison.Ordinal) && line.EndsWith(tree.Identity.Version, StringComparison.Ordinal));
        CheckModules(root, release);
        CheckCost(vmlinux);
    }

    [Fact]
    public async Task A_damaged_or_half_downloaded_package_is_fetched_again()
    {
        var options = new DebianArchiveOptions { CacheFolder = _folder.File("cache") };
        var apt = new AptState(options, "amd64", TimeProvider.System, NullLogger.Instance);
        var progress = new Recorder<WorkProgress>();
        Assert.True(await apt.UpdateAsync(options.ListsMaxAge, progress, CancellationToken.None));
        Assert.False(await apt.UpdateAsync(options.ListsMaxAge, progress, CancellationToken.None));
        var (found, _) = await new DebianKernelResolver(apt).FindAsync(new(SharedFarm.Kernel61, null), CancellationToken.None);
        var cache = new PackageCache(options, TimeProvider.System, NullLogger.Instance);

        var file = (await cache.GetAsync(_ => apt, [found!.Kbuild!], progress, CancellationToken.None))[0];
        var whole = await File.ReadAllBytesAsync(file);
        foreach (var damaged in (byte[][])[[.. whole[..5000], (byte)(whole[5000] ^ 1), .. whole[5001..]], whole[..^1], []])
        {
            await File.WriteAllBytesAsync(file, damaged);
            Assert.Equal(file, (await cache.GetAsync(_ => apt, [found.Kbuild!], progress, CancellationToken.None))[0]);
            Assert.Equal(whole, await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public async Task The_newest_release_of_a_series_is_one_that_the_archive_has_whole()
    {
        var source = Source(Path.Combine(SharedFarm.Cache, "downloads"));

        foreach (var series in (string[])["6.1-cloud-amd64", "6.12+deb12-cloud-amd64", "6.12+deb13-cloud-amd64", "6.1-amd64", "6.12-rt-amd64", "6.1-rt-amd64"])
        {
            await using var offer = await source.FindAsync(series, new Recorder<WorkProgress>(), CancellationToken.None);
            Assert.True(KernelSpecification.Parse(series).Covers(offer.Release));
        }
    }

    private static DebianKernelSource Source(string cache) =>
        new(Options.Create(new DebianArchiveOptions { CacheFolder = cache }), TimeProvider.System, NullLogger<DebianKernelSource>.Instance);

    private static void CheckModules(string root, string release)
    {
        var debug = Path.Combine(root, "usr/lib/debug");
        var modules = Directory.GetFiles(Path.Combine(debug, $"lib/modules/{release}/kernel"), "*.ko", SearchOption.AllDirectories);
        Assert.True(modules.Length > 500);
        foreach (var module in modules.Where((_, index) => index % 100 == 0))
        {
            var id = ReadElf.BuildId(module)!;
            Assert.Equal(
                Path.GetFullPath(module),
                File.ResolveLinkTarget(Path.Combine(debug, $".build-id/{id[..2]}/{id[2..]}.debug"), returnFinalTarget: true)!.FullName);
            using var file = ElfFile.Open(module);
            Assert.Contains($"vermagic={ModuleInfo.Read(file)!.Vermagic}", ReadElf.ModuleInfo(module));
            Assert.Equal(ReadElf.Sections(module), file.Sections.Skip(1).Select(section => (section.Name, section.Size)));
        }
    }

    // The kernel has hundreds of megabytes; what its identity takes has a bound that doesn't grow with it.
    private static void CheckCost(string vmlinux)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = ElfFile.Open(vmlinux);
        Assert.NotNull(ElfNote.BuildId(file));
        Assert.NotNull(KernelBanner.Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }
}
