using CsCheck;
using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Tests.Elf;

/// <summary>Files from outside: whatever is in them, reading ends soon, with an answer or with an error that names the file.</summary>
public sealed class HostileElfTests
{
    private const long MostAllocated = 64 << 20;

    private static readonly Gen<byte[]> Mutated =
        from is64 in Gen.Bool
        from bigEndian in Gen.Bool
        from changes in Gen.Select(Gen.Int[0, 1200], Gen.OneOf(Gen.Byte, Gen.Const((byte)0xff), Gen.Const((byte)0))).Array[1, 12]
        from cut in Gen.Int[0, 1200]
        from isCut in Gen.Bool
        select Mutate(ElfFileTests.Sample(is64, bigEndian), changes, isCut ? cut : int.MaxValue);

    [Fact]
    public void Any_damage_gives_an_answer_or_a_clear_error_in_bounded_memory() =>
        Mutated.Sample(bytes =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(() => ReadEverything(bytes));
            Assert.True(error is null or ElfFormatException { File: "hostile" }, $"{error}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }, iter: 20_000);

    [Fact]
    public void A_file_cut_anywhere_is_never_taken_for_whole()
    {
        var whole = ElfFileTests.Sample(is64: true, bigEndian: false);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ElfFormatException>(() => ReadEverything(whole[..length]));
        }
    }

    [Fact]
    public void Another_format_is_named_as_such()
    {
        var error = Assert.Throws<ElfFormatException>(() => ReadEverything([.. "!<arch>\ndebian-binary   "u8, .. new byte[100]]));

        Assert.Contains("magic number", error.Message, StringComparison.Ordinal);
        Assert.Contains("hostile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_four_billion_sections_is_refused_before_memory_is_asked_for()
    {
        var bytes = ElfFileTests.Sample(is64: true, bigEndian: false);
        var table = BitConverter.ToInt32(bytes, 40);
        bytes[60] = bytes[61] = 0;
        BitConverter.TryWriteBytes(bytes.AsSpan(table + 32), 0xffff_ffffUL);

        var error = Assert.Throws<ElfFormatException>(() => ReadEverything(bytes));

        Assert.Contains("4294967295 entries", error.Message, StringComparison.Ordinal);
    }

    private static void ReadEverything(byte[] bytes)
    {
        using var file = ElfFile.Open(new MemoryByteSource("hostile", bytes));
        _ = ElfMachine.Name(file);
        _ = ElfNote.BuildId(file);
        _ = KernelBanner.Read(file);
        _ = ModuleInfo.Read(file);
        _ = ModuleVersions.Find(file, "module_layout");
        _ = file.HasDwarf;
        file.CheckWhole();
    }

    private static byte[] Mutate(byte[] bytes, (int At, byte Value)[] changes, int cut)
    {
        foreach (var (at, value) in changes)
        {
            bytes[at % bytes.Length] = value;
        }

        return bytes[..Math.Min(bytes.Length, cut)];
    }
}
