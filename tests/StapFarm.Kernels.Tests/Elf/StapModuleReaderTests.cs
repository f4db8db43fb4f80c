using System.Buffers.Binary;
using CsCheck;
using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;

namespace StapFarm.Kernels.Tests.Elf;

/// <summary>The level in a module decides whether the farm signs it for unprivileged users: only what is beyond doubt is read.</summary>
public sealed class StapModuleReaderTests
{
    private const string Section = ".stap_privilege";
    private const ushort Relocatable = 1;

    private readonly StapModuleReader _reader = new();

    public static TheoryData<bool, bool, ModulePrivilege> Levels
    {
        get
        {
            var data = new TheoryData<bool, bool, ModulePrivilege>();
            foreach (var level in Enum.GetValues<ModulePrivilege>())
            {
                data.Add(true, false, level);
                data.Add(true, true, level);
                data.Add(false, false, level);
                data.Add(false, true, level);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_level_is_read_in_the_targets_byte_order(bool is64, bool bigEndian, ModulePrivilege level)
    {
        var module = Module(is64, bigEndian).Section(Section, Number((uint)level, bigEndian)).Build();

        Assert.Equal(level, _reader.PrivilegeOf(module));
    }

    [Fact]
    public void A_signature_at_the_end_changes_nothing()
    {
        byte[] signed = [.. Module().Section(Section, Number(4)).Build(), .. new byte[700], .. "~Module signature appended~\n"u8];

        Assert.Equal(ModulePrivilege.Stapsys, _reader.PrivilegeOf(signed));
    }

    [Fact]
    public void A_level_in_the_other_byte_order_is_none() =>
        AssertRefused("holds 33554432", Module(bigEndian: false).Section(Section, Number(2, bigEndian: true)));

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(6u)]
    [InlineData(10u)]
    [InlineData(0x102u)]
    [InlineData(uint.MaxValue)]
    public void A_number_that_is_no_level_is_refused_with_it(uint number) =>
        AssertRefused($"holds {number}", Module().Section(Section, Number(number)));

    [Fact]
    public void A_module_that_says_nothing_is_refused_though_staprun_takes_it_for_unprivileged() =>
        AssertRefused("one section .stap_privilege", Module());

    [Fact]
    public void A_module_that_says_it_twice_is_refused() =>
        AssertRefused("one section .stap_privilege", Module().Section(Section, Number(2)).Section(Section, Number(8)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_section_of_another_size_is_refused(int size) =>
        AssertRefused("4 bytes", Module().Section(Section, new byte[size]));

    [Fact]
    public void A_section_without_content_in_the_file_is_refused() =>
        AssertRefused("4 bytes", Module().Section(Section, Number(2), type: 8));

    [Fact]
    public void What_is_no_module_is_refused()
    {
        AssertRefused("another kind of ELF file", new ElfBuilder().Section(Section, Number(2)));
        AssertRefused("magic number", new byte[100]);
        AssertRefused("0 bytes", []);
    }

    [Fact]
    public void A_module_cut_anywhere_is_refused()
    {
        var whole = Module().Section(Section, Number(2)).Build();
        for (var length = 0; length < whole.Length; length++)
        {
            AssertRefused("", whole[..length]);
        }
    }

    [Fact]
    public void Any_damage_gives_a_level_or_a_clear_error() =>
        Gen.Select(Gen.Int[0, 1200], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var module = Module().Section(Section, Number(2)).Build();
                foreach (var (at, value) in changes)
                {
                    module[at % module.Length] = value;
                }

                var error = Record.Exception(() => _reader.PrivilegeOf(module));
                Assert.True(error is null or FarmException { Failure.Code: FailureCode.Corrupt }, $"{error}");
            },
            iter: 5_000);

    private static ElfBuilder Module(bool is64 = true, bool bigEndian = false) =>
        new ElfBuilder(is64, bigEndian) { Type = Relocatable }.Section(".text", [1, 2, 3]);

    private static byte[] Number(uint level, bool bigEndian = false)
    {
        var bytes = new byte[4];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, level);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, level);
        }

        return bytes;
    }

    private void AssertRefused(string reason, ElfBuilder module) => AssertRefused(reason, module.Build());

    private void AssertRefused(string reason, byte[] module)
    {
        var failure = Assert.Throws<FarmException>(() => _reader.PrivilegeOf(module)).Failure;

        Assert.Equal(FailureCode.Corrupt, failure.Code);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
