namespace StapFarm.Kernels.Rpm;

/// <summary>An entry of a cpio archive.</summary>
/// <param name="Name">As written.</param>
/// <param name="Inode">Equal in entries that are links to one file.</param>
/// <param name="Mode">Kind and permissions, as of stat(2).</param>
/// <param name="Links">Names that the file has.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="Size">Bytes of content.</param>
internal sealed record CpioEntry(string Name, uint Inode, uint Mode, uint Links, uint Modified, uint Size)
{
    private const uint KindMask = 0xf000;

    public bool IsFolder => (Mode & KindMask) == 0x4000;

    public bool IsFile => (Mode & KindMask) == 0x8000;

    public bool IsLink => (Mode & KindMask) == 0xa000;

    public bool IsProgram => (Mode & 0x49) != 0;

    /// <summary>What it is, for people.</summary>
    public string Kind => (Mode & KindMask) switch
    {
        0x1000 => "pipe",
        0x2000 => "character device",
        0x6000 => "block device",
        0xc000 => "socket",
        var other => $"thing of kind {other:x}",
    };
}
