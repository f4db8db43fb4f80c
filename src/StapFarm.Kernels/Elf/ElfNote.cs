using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>One note of an ELF file.</summary>
/// <param name="Owner">Who defines the type: <c>GNU</c>, <c>Linux</c>, <c>Xen</c>.</param>
/// <param name="Type">The owner's number for what this is.</param>
/// <param name="Content">What it says.</param>
public sealed record ElfNote(string Owner, uint Type, ReadOnlyMemory<byte> Content)
{
    private const uint GnuBuildId = 3;

    // vmlinux has 512 bytes of notes, a module 104.
    private const int MostBytes = 1 << 20;

    /// <summary>The notes of the file, from its sections, or where it has none, from its segments.</summary>
    /// <exception cref="ElfFormatException">A note contradicts the size of what holds it.</exception>
    public static IEnumerable<ElfNote> All(ElfFile file)
    {
        var sections = file.Sections.Where(section => section.Type == ElfSection.NoteType && section.HasContent).ToList();
        return sections.Count > 0
            ? sections.SelectMany(section => Parse(file, file.Read(section, MostBytes), 4))
            : file.Segments.Where(segment => segment.Type == ElfSegment.NoteType && segment.Size > 0)
                .SelectMany(segment => Parse(file, Bytes(file, segment), segment.Align == 8 ? 8 : 4));
    }

    /// <summary>The GNU build-id, or null if the file has none: a vmlinux has it in .notes, a module in .note.gnu.build-id.</summary>
    /// <exception cref="ElfFormatException">The notes can't be read.</exception>
    public static ReadOnlyMemory<byte>? BuildId(ElfFile file)
    {
        foreach (var note in All(file))
        {
            if (note is { Owner: "GNU", Type: GnuBuildId, Content.Length: > 0 })
            {
                return note.Content;
            }
        }

        return null;
    }

    private static byte[] Bytes(ElfFile file, ElfSegment segment)
    {
        var size = ElfFile.Checked(file.Source, "note segment", segment.Offset, segment.Size);
        if (size > MostBytes)
        {
            throw new ElfFormatException(file.Source.Name, $"its note segment has {size} bytes, more than {MostBytes}");
        }

        var bytes = new byte[size];
        file.Source.Read((long)segment.Offset, bytes);
        return bytes;
    }

    private static List<ElfNote> Parse(ElfFile file, byte[] bytes, int align)
    {
        const int HeaderSize = 12;
        var notes = new List<ElfNote>();
        long at = 0;
        while (bytes.Length - at >= HeaderSize)
        {
            var fields = file.Fields(bytes.AsSpan((int)at));
            var (ownerSize, size, type) = (fields.Word(0), fields.Word(4), fields.Word(8));
            var content = Aligned(at + HeaderSize + ownerSize, align);
            if (ownerSize > bytes.Length || size > bytes.Length || content + size > bytes.Length)
            {
                throw new ElfFormatException(file.Source.Name, $"a note of {ownerSize} + {size} bytes is longer than what holds it");
            }

            var owner = Encoding.Latin1.GetString(bytes, (int)at + HeaderSize, (int)ownerSize).TrimEnd('\0');
            notes.Add(new ElfNote(owner, type, bytes.AsMemory((int)content, (int)size)));
            at = Aligned(content + size, align);
        }

        return notes;
    }

    private static long Aligned(long offset, int align) => (offset + align - 1) & -align;
}
