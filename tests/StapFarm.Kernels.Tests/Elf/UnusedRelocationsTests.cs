using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Elf;

public sealed class UnusedRelocationsTests : IDisposable
{
    private const uint Rela = 4;
    private const ulong Alloc = 2;
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_copy_lacks_them_and_nothing_else(bool is64, bool bigEndian)
    {
        var text = Bytes(300, 1);
        var whole = new ElfBuilder(is64, bigEndian)
            .Section(".text", text, address: 4096, flags: Alloc)
            .Section(".rela.text", Bytes(5000, 2), type: Rela)
            .Section(".debug_info", Bytes(777, 3))
            .Section(".rela.debug_info", Bytes(9001, 4), type: Rela)
            .Section(".comment", Bytes(33, 5))
            .Symbol("here", 4100, ".text")
            .Build();

        var (slim, bytes) = Copy(whole);

        Assert.Equal((whole.Length - slim.Length, true), ((int)bytes, bytes > 13000));
        using var before = ElfFile.Open(new MemoryByteSource("before", whole));
        using var after = ElfFile.Open(new MemoryByteSource("after", slim));
        after.CheckWhole();
        Assert.Equal(before.Sections.Count, after.Sections.Count);
        foreach (var (old, kept) in before.Sections.Zip(after.Sections).Skip(1))
        {
            Assert.Equal(old.Type == Rela ? [] : before.Read(old, 10000), after.Read(kept, 10000));
            Assert.Equal(old.Type == Rela ? "" : old.Name, kept.Name);
        }

        Assert.Equal(4100ul, ElfSymbol.Find(after, "here"u8)!.Value);
    }

    [Fact]
    public void A_file_without_any_is_left_as_it_is() =>
        Assert.Null(Find(new ElfBuilder().Section(".text", Bytes(10, 1)).Build()));

    [Fact]
    public void Those_of_an_object_file_are_needed() =>
        Assert.Null(Find(new ElfBuilder { Type = 1 }.Section(".text", Bytes(10, 1)).Section(".rela.text", Bytes(5000, 2), type: Rela).Build()));

    [Fact]
    public void Those_that_are_loaded_with_the_kernel_are_needed() =>
        Assert.Null(Find(new ElfBuilder().Section(".rela.dyn", Bytes(5000, 2), type: Rela, flags: Alloc).Build()));

    [Fact]
    public void What_is_loaded_is_never_moved() =>
        Assert.Null(Find(new ElfBuilder().Section(".rela.text", Bytes(5000, 2), type: Rela).Section(".text", Bytes(10, 1), flags: Alloc).Build()));

    [Fact]
    public void Readelf_sees_the_same_debug_information_and_symbols()
    {
        var (source, program, slim) = (_folder.File("a.c"), _folder.File("a"), _folder.File("slim"));
        File.WriteAllText(source, "struct pair { int left, right; } p; int add(struct pair *q) { return q->left + q->right; } void _start(void) { add(&p); }\n");
        Tool.Run("gcc", "-g", "-O1", "-nostdlib", "-static", "-Wl,--emit-relocs", "-o", program, source);
        var (copy, bytes) = Copy(File.ReadAllBytes(program));
        File.WriteAllBytes(slim, copy);

        Assert.True(bytes > 0);
        Assert.Contains(ReadElf.Sections(program), section => section.Name == ".rela.debug_info");
        Assert.DoesNotContain(ReadElf.Sections(slim), section => section.Name.StartsWith(".rela", StringComparison.Ordinal));
        foreach (var option in (string[])["--debug-dump=info", "--debug-dump=rawline", "-s", "-l"])
        {
            Assert.Equal(Without(Tool.Run("readelf", option, program)), Without(Tool.Run("readelf", option, slim)));
        }
    }

    // The file's name, and the line on where the section table is.
    private static string Without(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("File: ", StringComparison.Ordinal)));

    private static byte[] Bytes(int count, byte seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static UnusedRelocations? Find(byte[] file)
    {
        using var elf = ElfFile.Open(new MemoryByteSource("test", file));
        return UnusedRelocations.Find(elf);
    }

    private static (byte[] Copy, long Bytes) Copy(byte[] file)
    {
        using var elf = ElfFile.Open(new MemoryByteSource("test", file));
        var relocations = UnusedRelocations.Find(elf)!;
        using var copy = new MemoryStream();
        relocations.CopyTo(copy, CancellationToken.None);
        return (copy.ToArray(), relocations.Bytes);
    }
}
