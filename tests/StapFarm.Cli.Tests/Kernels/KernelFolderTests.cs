using System.Formats.Tar;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Kernels;
using StapFarm.Cli.Uploads;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Kernels;

public sealed class KernelFolderTests : IDisposable
{
    private const string Release = "6.1.7-mine";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_folder_that_a_kernel_was_built_in_what_modules_need_is_sent()
    {
        Built("linux");

        var entries = await EntriesAsync(KernelFolder.Find(_folder.File("linux")));

        Assert.Equal(
            [
                $"boot/System.map-{Release}",
                $"boot/vmlinuz-{Release}",
                $"lib/modules/{Release}/build",
                $"lib/modules/{Release}/kernel/drivers/x/y.ko",
                $"lib/modules/{Release}/kernel/fs/tiny.ko",
                $"lib/modules/{Release}/source",
                $"usr/lib/debug/lib/modules/{Release}/vmlinux",
                $"usr/src/kernels/{Release}/.config",
                $"usr/src/kernels/{Release}/Makefile",
                $"usr/src/kernels/{Release}/Module.symvers",
                $"usr/src/kernels/{Release}/arch/x86/Makefile",
                $"usr/src/kernels/{Release}/arch/x86/include/asm/x.h",
                $"usr/src/kernels/{Release}/arch/x86/include/generated/y.h",
                $"usr/src/kernels/{Release}/include/config/kernel.release",
                $"usr/src/kernels/{Release}/include/linux/again.h",
                $"usr/src/kernels/{Release}/include/linux/module.h",
                $"usr/src/kernels/{Release}/scripts/mod/modpost",
            ],
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"/usr/src/kernels/{Release}", entries[$"lib/modules/{Release}/build"]);
        Assert.Equal("module.h", entries[$"usr/src/kernels/{Release}/include/linux/again.h"]);
    }

    [Fact]
    public async Task A_build_apart_from_its_sources_is_put_together_with_them()
    {
        Write("source/Makefile", "of the sources");
        Write("source/include/linux/other.h", "");
        Built("out");
        Directory.CreateSymbolicLink(_folder.File("out/source"), _folder.File("source"));

        var contents = KernelFolder.Find(_folder.File("out"));
        var entries = await EntriesAsync(contents);

        Assert.Contains($"usr/src/kernels/{Release}/include/linux/other.h", entries.Keys);
        Assert.Contains($"usr/src/kernels/{Release}/Module.symvers", entries.Keys);
        Assert.Equal("of the sources", entries[$"usr/src/kernels/{Release}/Makefile"]);
    }

    [Theory]
    [InlineData("vmlinux")]
    [InlineData("Module.symvers")]
    [InlineData("fs/tiny.ko")]
    public void A_kernel_that_is_not_built_is_refused_with_what_is_missing(string file)
    {
        Built("linux");
        File.Delete(_folder.File($"linux/{file}"));

        Assert.Contains(file, Assert.Throws<UsageException>(() => KernelFolder.Find(_folder.File("linux"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("root/lib/modules/6.1.7-mine")]
    public async Task Of_an_installed_kernel_headers_modules_and_debug_information_are_found(string folder)
    {
        Write($"root/usr/src/kernels/{Release}/.config", "");
        Write($"root/usr/src/kernels/{Release}/vmlinux", "BTF");
        Write($"root/lib/modules/{Release}/kernel/fs/tiny.ko.xz", "");
        Write($"root/lib/modules/{Release}/System.map", "");
        Write($"root/usr/lib/debug/lib/modules/{Release}/vmlinux", "the real one");
        Write($"root/usr/lib/debug/lib/modules/{Release}/kernel/fs/tiny.ko.debug", "");
        Write($"root/boot/vmlinuz-{Release}", "");
        File.CreateSymbolicLink(_folder.File($"root/lib/modules/{Release}/build"), $"/usr/src/kernels/{Release}");

        var entries = await EntriesAsync(KernelFolder.Find(_folder.File(folder)));

        Assert.Equal(
            [
                $"boot/System.map-{Release}",
                $"boot/vmlinuz-{Release}",
                $"lib/modules/{Release}/build",
                $"lib/modules/{Release}/kernel/fs/tiny.ko.xz",
                $"lib/modules/{Release}/source",
                $"usr/lib/debug/lib/modules/{Release}/kernel/fs/tiny.ko",
                $"usr/lib/debug/lib/modules/{Release}/vmlinux",
                $"usr/src/kernels/{Release}/.config",
            ],
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("the real one", entries[$"usr/lib/debug/lib/modules/{Release}/vmlinux"]);
    }

    [Fact]
    public async Task Links_that_lead_nowhere_are_no_files()
    {
        Write($"root/usr/src/kernels/{Release}/.config", "");
        Write($"root/lib/modules/{Release}/kernel/fs/tiny.ko", "");
        Write($"root/usr/lib/debug/boot/vmlinux-{Release}", "the real one");
        Directory.CreateDirectory(_folder.File($"root/usr/lib/debug/lib/modules/{Release}"));
        foreach (var (link, target) in ((string, string)[])
        [
            ($"usr/lib/debug/lib/modules/{Release}/vmlinux", "../gone"), ($"lib/modules/{Release}/kernel/fs/gone.ko", "/nowhere/gone.ko"),
            ($"usr/src/kernels/{Release}/loop", $"{_folder.Path}/root/usr/src/kernels/{Release}/loop"), ($"lib/modules/{Release}/build", $"/usr/src/kernels/{Release}"),
        ])
        {
            File.CreateSymbolicLink(_folder.File($"root/{link}"), target);
        }

        var entries = await EntriesAsync(KernelFolder.Find(_folder.File("root")));

        Assert.Equal("the real one", entries[$"usr/lib/debug/lib/modules/{Release}/vmlinux"]);
        Assert.Contains($"lib/modules/{Release}/kernel/fs/tiny.ko", entries.Keys);
        Assert.DoesNotContain(entries.Keys, name => name.EndsWith("gone.ko", StringComparison.Ordinal) || name.EndsWith("loop", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_a_kernel_or_with_several_is_refused()
    {
        Assert.Throws<UsageException>(() => KernelFolder.Find(_folder.File("nowhere")));
        Assert.Throws<UsageException>(() => KernelFolder.Find(_folder.Path));
        Write("root/lib/modules/6.1.1/modules.builtin", "");
        Write("root/lib/modules/6.1.2/modules.builtin", "");
        Assert.Contains("6.1.1, 6.1.2", Assert.Throws<UsageException>(() => KernelFolder.Find(_folder.File("root"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_the_same_bytes_each_time_and_from_any_offset()
    {
        Built("linux");
        foreach (var content in KernelFolder.Find(_folder.File("linux")))
        {
            var whole = await BytesAsync(content, 0);
            Assert.Equal(whole, await BytesAsync(content, 0));
            Assert.Equal(whole[1000..], await BytesAsync(content, 1000));
        }
    }

    private static async Task<byte[]> BytesAsync(IUploadContent content, long offset)
    {
        using var bytes = new MemoryStream();
        await content.WriteToAsync(bytes, offset, CancellationToken.None);
        return bytes.ToArray();
    }

    /// <summary>By name, the content of files and the targets of links.</summary>
    private static async Task<Dictionary<string, string>> EntriesAsync(IReadOnlyList<IUploadContent> contents)
    {
        var entries = new Dictionary<string, string>();
        foreach (var content in contents)
        {
            using var tar = new TarReader(new MemoryStream(await BytesAsync(content, 0)));
            while (tar.GetNextEntry() is { } entry)
            {
                entries.Add(entry.Name, entry.DataStream is null ? entry.LinkName : new StreamReader(entry.DataStream).ReadToEnd());
            }
        }

        return entries;
    }

    private void Built(string folder)
    {
        foreach (var (path, text) in ((string, string)[])
        [
            ("vmlinux", "v"), ("System.map", "m"), ("Module.symvers", "s"), (".config", "c"), ("Makefile", "all:"), ("modules.order", "fs/tiny.o\nkernel/drivers/x/y.ko\n"),
            ("include/config/kernel.release", Release + "\n"), ("include/linux/module.h", "h"), ("arch/x86/include/generated/y.h", ""), ("arch/x86/include/asm/x.h", ""),
            ("arch/x86/Makefile", ""), ("arch/x86/boot/bzImage", "b"), ("arch/arm/include/asm/z.h", ""), ("fs/tiny.ko", ""), ("fs/tiny.c", ""), ("drivers/x/y.ko", ""),
            ("scripts/mod/modpost", ""), ("scripts/mod/modpost.o", ""), ("scripts/mod/.modpost.cmd", ""), (".git/config", ""),
        ])
        {
            Write($"{folder}/{path}", text);
        }

        File.CreateSymbolicLink(_folder.File($"{folder}/include/linux/again.h"), "module.h");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
    }
}
