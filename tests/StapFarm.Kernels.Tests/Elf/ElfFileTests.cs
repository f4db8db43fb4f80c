using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Elf;

public sealed class ElfFileTests : IDisposable
{
    private static readonly byte[] SampleId = Convert.FromHexString("3b43fad5034874490492495d552c0af6a5fab235");
    private readonly ScratchFolder _folder = new();

    public static TheoryData<bool, bool> Kinds => new() { { true, false }, { true, true }, { false, false }, { false, true } };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sections_are_those_that_readelf_lists_in_either_class_and_encoding(bool is64, bool bigEndian)
    {
        var path = Write("file", Sample(is64, bigEndian));

        using var file = ElfFile.Open(path);

        Assert.Equal(ReadElf.Sections(path), file.Sections.Skip(1).Select(section => (section.Name, section.Size)));
        Assert.Equal(ReadElf.Header(path, "Class"), file.Is64Bit ? "ELF64" : "ELF32");
        Assert.Equal(ReadElf.Header(path, "Data"), file.IsBigEndian ? "2's complement, big endian" : "2's complement, little endian");
        Assert.Equal(ElfType.Executable, file.Type);
        file.CheckWhole();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_build_id_is_the_one_that_readelf_prints(bool is64, bool bigEndian)
    {
        var path = Write("file", Sample(is64, bigEndian));

        using var file = ElfFile.Open(path);

        Assert.Equal(ReadElf.BuildId(path), Convert.ToHexStringLower(ElfNote.BuildId(file)!.Value.Span));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_symbol_is_where_readelf_says(bool is64, bool bigEndian)
    {
        var path = Write("file", Sample(is64, bigEndian));

        using var file = ElfFile.Open(path);

        var symbol = ElfSymbol.Find(file, "linux_banner"u8);
        Assert.Equal(ReadElf.SymbolValue(path, "linux_banner"), symbol!.Value);
        Assert.Null(ElfSymbol.Find(file, "linux_bann"u8));
        Assert.Null(ElfSymbol.Find(file, "only_declared"u8));
    }

    [Theory]
    [InlineData(62, true, false, "x86_64")]
    [InlineData(183, true, false, "aarch64")]
    [InlineData(21, true, false, "ppc64le")]
    [InlineData(21, true, true, "ppc64")]
    [InlineData(22, true, true, "s390x")]
    [InlineData(40, false, false, "armv7l")]
    [InlineData(9999, true, false, "elf-machine-9999")]
    public void A_machine_has_the_kernels_name(ushort machine, bool is64, bool bigEndian, string name)
    {
        using var file = Open(new ElfBuilder(is64, bigEndian) { Machine = machine }.Build());

        Assert.Equal(name, ElfMachine.Name(file));
    }

    [Fact]
    public void What_gcc_links_has_the_build_id_and_the_DWARF_that_readelf_sees()
    {
        var source = Write("main.c", "int main(void) { return 0; }\n"u8.ToArray());
        var program = Path.Combine(_folder.Path, "main");
        Tool.Run("gcc", "-g", "-Wl,--build-id=sha1", "-o", program, source);

        using var file = ElfFile.Open(program);

        Assert.Equal(ReadElf.BuildId(program), Convert.ToHexStringLower(ElfNote.BuildId(file)!.Value.Span));
        Assert.Equal(ReadElf.Sections(program), file.Sections.Skip(1).Select(section => (section.Name, section.Size)));
        Assert.True(file.HasDwarf);
        Assert.Equal(ReadElf.SymbolValue(program, "main"), ElfSymbol.Find(file, "main"u8)!.Value);
    }

    [Fact]
    public void The_build_id_of_a_file_without_sections_comes_from_its_segments()
    {
        var source = Write("main.c", "int main(void) { return 0; }\n"u8.ToArray());
        var program = Path.Combine(_folder.Path, "main");
        Tool.Run("gcc", "-Wl,--build-id=sha1", "-o", program, source);
        var expected = ReadElf.BuildId(program);
        var bytes = File.ReadAllBytes(program);
        bytes.AsSpan(40, 8).Clear();
        bytes.AsSpan(60, 4).Clear();

        using var file = Open(bytes);

        Assert.Empty(file.Sections);
        Assert.Equal(expected, Convert.ToHexStringLower(ElfNote.BuildId(file)!.Value.Span));
    }

    [Fact]
    public void Separate_debuginfo_keeps_DWARF_and_build_id_and_has_no_code()
    {
        var source = Write("main.c", "int main(void) { return 0; }\n"u8.ToArray());
        var program = Path.Combine(_folder.Path, "main");
        Tool.Run("gcc", "-g", "-Wl,--build-id=sha1", "-o", program, source);
        Tool.Run("objcopy", "--only-keep-debug", program, program + ".debug");
        Tool.Run("strip", "--strip-debug", program);

        using var stripped = ElfFile.Open(program);
        using var debug = ElfFile.Open(program + ".debug");

        Assert.False(stripped.HasDwarf);
        Assert.True(debug.HasDwarf);
        Assert.Equal(ElfNote.BuildId(stripped)!.Value.ToArray(), ElfNote.BuildId(debug)!.Value.ToArray());
        Assert.False(debug.Section(".text")!.HasContent);
        debug.CheckWhole();
    }

    [Fact]
    public void BTF_alone_is_not_debuginfo()
    {
        using var file = Open(new ElfBuilder().Section(".BTF", [1, 2, 3]).Build());

        Assert.True(file.HasBtf);
        Assert.False(file.HasDwarf);
    }

    private string Write(string name, byte[] content)
    {
        var path = _folder.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static ElfFile Open(byte[] bytes) => ElfFile.Open(new MemoryByteSource("sample", bytes));

    internal static byte[] Sample(bool is64, bool bigEndian) => new ElfBuilder(is64, bigEndian)
        .Section(".text", new byte[100], address: 0x1000)
        .BuildId(SampleId)
        .Section(".rodata", "no banner hereLinux version 6.1.0 (a@b) (gcc (x) 1) #1 SMP today\n\0"u8, address: 0x2000)
        .Symbol("not_linux_banner", 0x1000, ".text")
        .Symbol("only_declared", 0, "")
        .Symbol("linux_banner", 0x200e, ".rodata")
        .Build();
}
