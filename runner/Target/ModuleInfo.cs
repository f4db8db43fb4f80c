using System.Buffers.Binary;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Runner.Target;

/// <summary>
/// What a kernel module says of itself: the section <c>.modinfo</c> of a 64-bit ELF file, a row of NUL-terminated
/// <c>name=value</c>.
/// </summary>
/// <param name="Name">Null in modules of old kernels.</param>
/// <param name="VerMagic">The kernel it was built for: the release, then build options.</param>
internal sealed record ModuleInfo(string? Name, string? VerMagic)
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    /// <summary>The release in the vermagic.</summary>
    public string? Release => VerMagic?.Split(' ', 2)[0];

    /// <exception cref="FarmException"><c>Corrupt</c> when this isn't a kernel module.</exception>
    public static ModuleInfo Read(ReadOnlySpan<byte> module)
    {
        if (module.Length < HeaderSize || !module.StartsWith("\u007fELF"u8) || module[4] != 2 || module[5] is not (1 or 2))
        {
            throw NoModule("it isn't a 64-bit ELF file");
        }

        var elf = new Elf(module, module[5] == 1);
        string? name = null;
        string? verMagic = null;
        var section = elf.Section(".modinfo"u8);
        foreach (var range in section.Split((byte)0))
        {
            var entry = section[range];
            if (entry.StartsWith("name="u8))
            {
                name = Encoding.UTF8.GetString(entry[5..]);
            }
            else if (entry.StartsWith("vermagic="u8))
            {
                verMagic = Encoding.UTF8.GetString(entry[9..]);
            }
        }

        return new ModuleInfo(name, verMagic);
    }

    private static FarmException NoModule(string why) =>
        new(FailureCode.Corrupt, $"What the farm sent isn't a kernel module: {why}.");

    private readonly ref struct Elf(ReadOnlySpan<byte> file, bool littleEndian)
    {
        private readonly ReadOnlySpan<byte> _file = file;
        private readonly bool _littleEndian = littleEndian;

        public ReadOnlySpan<byte> Section(ReadOnlySpan<byte> name)
        {
            var table = Number(_file, 0x28, 8);
            var count = (int)Number(_file, 0x3c, 2);
            var names = Content(Header(table, (int)Number(_file, 0x3e, 2)));
            for (var i = 0; i < count; i++)
            {
                var header = Header(table, i);
                var offset = Number(header, 0, 4);
                if (offset < names.Length && Text(names[(int)offset..]).SequenceEqual(name))
                {
                    return Content(header);
                }
            }

            throw NoModule("it has no .modinfo");
        }

        private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) =>
            bytes.IndexOf((byte)0) is var end && end < 0 ? bytes : bytes[..end];

        private ReadOnlySpan<byte> Header(long table, int index) =>
            Slice(table + ((long)index * SectionHeaderSize), SectionHeaderSize);

        private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> header) => Slice(Number(header, 0x18, 8), Number(header, 0x20, 8));

        private ReadOnlySpan<byte> Slice(long offset, long size) =>
            offset >= 0 && size >= 0 && offset <= _file.Length && size <= _file.Length - offset
                ? _file.Slice((int)offset, (int)size)
                : throw NoModule("it is cut short");

        private long Number(ReadOnlySpan<byte> bytes, int at, int size) => (size, _littleEndian) switch
        {
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]),
            (_, true) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]),
            (_, false) => BinaryPrimitives.ReadInt64BigEndian(bytes[at..]),
        };
    }
}
