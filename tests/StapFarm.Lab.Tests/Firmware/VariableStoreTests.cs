using System.Buffers.Binary;
using StapFarm.Lab.Firmware;
using Xunit;

namespace StapFarm.Lab.Tests.Firmware;

public sealed class VariableStoreTests
{
    private static readonly Guid Vendor = new("605dab50-e046-4300-abb6-3dd810dd8b23");

    [Fact]
    public void Variables_are_read_as_they_were_written()
    {
        var store = VariableStore.With(Empty(1024), [new(Vendor, "odd", new byte[] { 1, 2, 3 }), new(Vendor, "next", new byte[] { 4 })]);

        var read = VariableStore.Read(store);

        Assert.Equal([(Vendor, "odd", "010203"), (Vendor, "next", "04")], read.Select(one => (one.Vendor, one.Name, Convert.ToHexString(one.Data.Span))));
    }

    [Fact]
    public void Those_that_are_there_stay_there()
    {
        var store = VariableStore.With(VariableStore.With(Empty(1024), [new(Vendor, "first", new byte[] { 1 })]), [new(Vendor, "second", new byte[] { 2 })]);

        Assert.Equal(["first", "second"], VariableStore.Read(store).Select(one => one.Name));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var refused = Assert.Throws<LabException>(() => VariableStore.With(Empty(256), [new(Vendor, "large", new byte[200])]));

        Assert.Contains("large", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Other_memory_is_refused(int length) =>
        Assert.Contains("OVMF_VARS_4M.fd", Assert.Throws<LabException>(() => VariableStore.With(new byte[length], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_certificate_stands_in_a_list_with_one_signature()
    {
        var data = FirmwareVariable.MachineOwnerKeys([7, 8, 9]).Data.Span;

        // Sizes of the list, of a header of its own, and of a signature with its owner.
        Assert.Equal(47, BinaryPrimitives.ReadInt32LittleEndian(data[16..]));
        Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(data[20..]));
        Assert.Equal(19, BinaryPrimitives.ReadInt32LittleEndian(data[24..]));
        Assert.Equal([7, 8, 9], data[44..].ToArray());
    }

    // A volume whose header is 72 bytes long, and a store of this size: what flash memory holds where nothing is, is ones.
    private static byte[] Empty(int size)
    {
        var memory = new byte[72 + size];
        memory.AsSpan().Fill(0xff);
        BinaryPrimitives.WriteUInt16LittleEndian(memory.AsSpan(48), 72);
        new Guid("aaf32c78-947b-439a-a180-2e144ec37792").ToByteArray().CopyTo(memory, 72);
        BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan(72 + 16), size);
        return memory;
    }
}
