namespace StapFarm.Kernels.Trees;

/// <summary>What stands at a path of a kernel tree.</summary>
internal enum TreeEntryKind
{
    Folder,
    File,

    /// <summary>A file that may be executed: a program of the kernel's build.</summary>
    Program,

    Link,
}
