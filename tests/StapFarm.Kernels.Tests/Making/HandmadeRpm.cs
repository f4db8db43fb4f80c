using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>Writes RPM packages byte by byte, with what rpmbuild would refuse to write.</summary>
internal sealed class HandmadeRpm(string name)
{
    private readonly List<byte> _archive = [];
    private uint _inode = 1;

    public string Compressor { get; init; } = "gzip";

    public bool HasTrailer { get; init; } = true;

    /// <param name="size">Bytes that the entry announces; those of the content without.</param>
    public HandmadeRpm Add(string path, byte[] content, uint mode = 0x81a4, uint links = 1, uint? inode = null, uint? size = null)
    {
        var bytes = Encoding.UTF8.GetBytes(path + '\0');
        uint[] fields = [inode ?? _inode++, mode, 0, 0, links, 1_700_000_000, size ?? (uint)content.Length, 0, 0, 0, 0, (uint)bytes.Length, 0];
        _archive.AddRange(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)))));
        _archive.AddRange(bytes);
        Pad();
        _archive.AddRange(content);
        Pad();
        return this;
    }

    public byte[] Build()
    {
        if (HasTrailer)
        {
            Add("TRAILER!!!", [], mode: 0);
        }

        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(_archive.ToArray());
        }

        var lead = new byte[96];
        ((ReadOnlySpan<byte>)[0xed, 0xab, 0xee, 0xdb, 3, 0]).CopyTo(lead);
        var signature = Header([(1007, "x")]);
        var header = Header(
        [
            (1000, name), (1001, RpmPackage.Version), (1002, SyntheticRpms.Build), (1022, "x86_64"), (1118, $"/lib/modules/{SyntheticRpms.Release}/kernel/"),
            (1124, "cpio"), (1125, Compressor),
        ]);
        return [.. lead, .. signature, .. new byte[(8 - (signature.Length % 8)) % 8], .. header, .. packed.ToArray()];
    }

    private static byte[] Header((int Tag, string Text)[] entries)
    {
        var store = new MemoryStream();
        var index = new MemoryStream();
        foreach (var (tag, text) in entries)
        {
            index.Write([.. Word((uint)tag), .. Word(tag == 1118 ? 8u : 6u), .. Word((uint)store.Length), .. Word(1)]);
            store.Write(Encoding.UTF8.GetBytes(text + '\0'));
        }

        return [0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0, .. Word((uint)entries.Length), .. Word((uint)store.Length), .. index.ToArray(), .. store.ToArray()];
    }

    private static byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private void Pad()
    {
        while (_archive.Count % 4 != 0)
        {
            _archive.Add(0);
        }
    }
}
