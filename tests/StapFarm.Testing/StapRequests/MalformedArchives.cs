using System.Buffers.Binary;

namespace StapFarm.Testing.StapRequests;

/// <summary>
/// Archives as no client sends them, each wrong in one way. Offsets are those of the zip format (APPNOTE.TXT 4.3.7, 4.3.12 and
/// 4.3.16).
/// </summary>
public static class MalformedArchives
{
    private const uint Local = 0x04034b50;
    private const uint Central = 0x02014b50;
    private const uint End = 0x06054b50;

    /// <summary>By what is wrong with them.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["no bytes of an archive"] = [0x50, 0x4b],
        ["text"] = "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
        ["an archive without entries"] = new ArchiveBuilder().Pack(),
        ["half an archive"] = Good()[..(Good().Length / 2)],
        ["no central directory"] = Good()[..Find(Good(), Central)],
        ["entries beyond its end"] = Changed(End, 16, BitConverter.GetBytes(0x7fffffff)),
        ["more entries than it has"] = Changed(End, 10, BitConverter.GetBytes((short)30000)),
        ["a comment beyond its end"] = Changed(End, 20, BitConverter.GetBytes(ushort.MaxValue)),
        ["an unknown compression"] = Changed(Central, 10, BitConverter.GetBytes((short)99), Local, 8),
        ["an encrypted entry"] = Changed(Central, 8, BitConverter.GetBytes((short)1), Local, 6),
        ["another checksum"] = Changed(Central, 16, BitConverter.GetBytes(0x12345678)),
        ["an entry that is said to be huge"] = Changed(Central, 24, BitConverter.GetBytes(0x7ffffff0)),
        ["an entry that is said to be packed hugely"] = Changed(Central, 20, BitConverter.GetBytes(0x7ffffff0)),
        ["a name beyond its end"] = Changed(Central, 28, BitConverter.GetBytes(ushort.MaxValue)),
        ["sizes in a field that is missing (zip64)"] = Changed(Central, 24, BitConverter.GetBytes(uint.MaxValue)),
        ["data that isn't packed so"] = Junk(),
        ["a name that climbs out"] = Request().Add("../../escaped.stp", "probe begin {}").Pack(),
        ["a name from the root"] = Request().Add("/tmp/escaped.stp", "probe begin {}").Pack(),
        ["a link"] = Request().Add("tapset", "/etc"u8.ToArray(), 0xA1FF).Pack(),
        ["two entries of one name"] = Request().Add("argv1", "-p4").Pack(),
        ["a file that is a folder too"] = Request().Add("version/x", "").Pack(),
        ["no argument"] = ArchiveBuilder.Request().Pack(),
        ["an argument with a zero byte"] = ArchiveBuilder.Request("-e", "probe\0begin {}").Pack(),
        ["no kernel"] = Request().Without("sysinfo").Pack(),
        ["a kernel with a path"] = Request().Without("sysinfo").Add("sysinfo", "sysinfo: ../../6.1 x86_64").Pack(),
        ["a version of no stap"] = Request().Without("version").Add("version", "five").Pack(),
        ["a bomb"] = Request().Add("tapset/bomb.stp", new byte[80 << 20]).Pack(),
    };

    private static ArchiveBuilder Request() => ArchiveBuilder.Request("-p4", "-e", "probe begin {}");

    private static byte[] Good() => Request().Pack();

    private static byte[] Changed(uint signature, int offset, byte[] bytes, uint also = 0, int alsoOffset = 0)
    {
        var archive = Good();
        bytes.CopyTo(archive, Find(archive, signature) + offset);
        if (also != 0)
        {
            bytes.CopyTo(archive, Find(archive, also) + alsoOffset);
        }

        return archive;
    }

    private static byte[] Junk()
    {
        const int header = 30;
        var archive = Good();
        var name = BinaryPrimitives.ReadUInt16LittleEndian(archive.AsSpan(Find(archive, Local) + 26));
        archive[header + name] = 0xff;
        return archive;
    }

    private static int Find(ReadOnlySpan<byte> archive, uint signature)
    {
        Span<byte> wanted = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, signature);
        return archive.IndexOf(wanted);
    }
}
