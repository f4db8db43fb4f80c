using System.Buffers.Binary;

namespace StapFarm.Runner.Target;

/// <summary>ELF notes as in <c>/sys/kernel/notes</c>: name size, descriptor size, type, name, descriptor, each padded to 4 bytes.</summary>
internal static class KernelNotes
{
    private const uint BuildIdType = 3;

    /// <summary>The GNU build-id in lower-case hexadecimal digits; null when there is none.</summary>
    public static string? BuildId(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 12)
        {
            var nameSize = Number(notes);
            var size = Number(notes[4..]);
            var type = Number(notes[8..]);
            var start = 12 + Padded(nameSize);
            if (start + size > notes.Length)
            {
                return null;
            }

            if (type == BuildIdType && nameSize == 4 && notes.Slice(12, 4).SequenceEqual("GNU\0"u8))
            {
                return Convert.ToHexStringLower(notes.Slice((int)start, (int)size));
            }

            var next = start + Padded(size);
            if (next > notes.Length)
            {
                return null;
            }

            notes = notes[(int)next..];
        }

        return null;
    }

    private static long Padded(uint size) => (size + 3L) & ~3L;

    private static uint Number(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
