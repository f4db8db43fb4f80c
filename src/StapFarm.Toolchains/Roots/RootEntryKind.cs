namespace StapFarm.Toolchains.Roots;

internal enum RootEntryKind
{
    Folder,
    File,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A device node or a named pipe.</summary>
    Special,
}
