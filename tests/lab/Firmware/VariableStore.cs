using System.Buffers.Binary;
using System.Text;

namespace StapFarm.Lab.Firmware;

/// <summary>
/// The flash memory in which OVMF keeps its variables: an empty one, as the package brings it, gets some before the machine's
/// first boot. Its format is EDK II's (<c>MdeModulePkg/Include/Guid/VariableFormat.h</c>): a firmware volume, in it a store,
/// and variables one after the other, each at a multiple of four bytes.
/// </summary>
public static class VariableStore
{
    private const int VolumeHeaderLengthAt = 48;
    private const int StoreHeader = 28;
    private const int VariableHeader = 60;
    private const ushort VariableStart = 0x55AA;
    private const byte Added = 0x3F;

    // Non-volatile, for boot services and at run time.
    private const uint Attributes = 7;

    // gEfiAuthenticatedVariableGuid
    private static readonly Guid Signature = new("aaf32c78-947b-439a-a180-2e144ec37792");

    /// <exception cref="LabException">The memory holds no such store, or has no room.</exception>
    public static byte[] With(ReadOnlySpan<byte> memory, IEnumerable<FirmwareVariable> variables)
    {
        var changed = memory.ToArray();
        var (start, end) = Bounds(changed);
        var at = start;
        while (at + VariableHeader <= end && BinaryPrimitives.ReadUInt16LittleEndian(changed.AsSpan(at)) == VariableStart)
        {
            at = After(changed, at);
        }

        foreach (var variable in variables)
        {
            var bytes = Format(variable);
            if (at + bytes.Length > end)
            {
                throw new LabException($"The firmware's variables have no room for {variable.Name} ({variable.Data.Length} bytes).");
            }

            bytes.CopyTo(changed, at);
            at = Align(at + bytes.Length);
        }

        return changed;
    }

    /// <summary>All that the store holds, also what the firmware wrote there.</summary>
    /// <exception cref="LabException">The memory holds no such store.</exception>
    public static IReadOnlyList<FirmwareVariable> Read(byte[] memory)
    {
        List<FirmwareVariable> found = [];
        var (at, end) = Bounds(memory);
        for (; at + VariableHeader <= end && BinaryPrimitives.ReadUInt16LittleEndian(memory.AsSpan(at)) == VariableStart; at = After(memory, at))
        {
            var (name, data) = Sizes(memory, at);
            if (memory[at + 2] == Added)
            {
                var text = memory.AsSpan(at + VariableHeader, name);
                found.Add(new(
                    new Guid(memory.AsSpan(at + 44, 16)), Encoding.Unicode.GetString(text).TrimEnd('\0'), memory.AsMemory(at + VariableHeader + name, data)));
            }
        }

        return found;
    }

    private static (int Start, int End) Bounds(ReadOnlySpan<byte> memory)
    {
        var store = memory.Length < VolumeHeaderLengthAt + 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(memory[VolumeHeaderLengthAt..]);
        if (memory.Length < store + StoreHeader || !memory.Slice(store, 16).SequenceEqual(Signature.ToByteArray()))
        {
            throw new LabException("This is no memory of OVMF for variables. It is OVMF_VARS_4M.fd of the package ovmf.");
        }

        return (store + StoreHeader, Math.Min(memory.Length, store + BinaryPrimitives.ReadInt32LittleEndian(memory[(store + 16)..])));
    }

    private static (int Name, int Data) Sizes(ReadOnlySpan<byte> memory, int at) =>
        (BinaryPrimitives.ReadInt32LittleEndian(memory[(at + 36)..]), BinaryPrimitives.ReadInt32LittleEndian(memory[(at + 40)..]));

    private static int After(ReadOnlySpan<byte> memory, int at)
    {
        var (name, data) = Sizes(memory, at);
        return Align(at + VariableHeader + name + data);
    }

    private static int Align(int at) => (at + 3) & ~3;

    private static byte[] Format(FirmwareVariable variable)
    {
        var name = Encoding.Unicode.GetBytes(variable.Name + '\0');
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(VariableStart);
        writer.Write(Added);
        writer.Write((byte)0);
        writer.Write(Attributes);
        // Counter, time and key are of variables that only their owner may change.
        writer.Write(0UL);
        writer.Write(new byte[16]);
        writer.Write(0u);
        writer.Write((uint)name.Length);
        writer.Write((uint)variable.Data.Length);
        writer.Write(variable.Vendor.ToByteArray());
        writer.Write(name);
        writer.Write(variable.Data.Span);
        return bytes.ToArray();
    }
}
