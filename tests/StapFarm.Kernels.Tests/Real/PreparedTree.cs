using System.Security.Cryptography;
using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Elf;
using StapFarm.Model.Kernels;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Real;

/// <summary>The tree of the prepared farm's 6.1 kernel, to be read.</summary>
internal sealed record PreparedTree(KernelTree Tree, string Folder)
{
    public string Release => Tree.Identity.Release;

    public string Debug => Path.Combine(Folder, $"usr/lib/debug/lib/modules/{Release}");

    public static PreparedTree Find() => Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "kernels", "trees"))
        .Select(home => new PreparedTree(KernelTreeDocument.Read(File.ReadAllBytes(Path.Combine(home, "tree.json"))), Path.Combine(home, "tree")))
        .Where(tree => tree.Release == SharedFarm.Kernel61)
        .MaxBy(tree => tree.Tree.AddedAt)!;

    /// <summary>The SHA-256 of an ELF file as a depot keeps it. The prepared tree may be older than the leaving out of relocations.</summary>
    public static string KeptHash(string file)
    {
        using var elf = ElfFile.Open(file);
        using var kept = new MemoryStream();
        if (UnusedRelocations.Find(elf) is not { } relocations)
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }

        relocations.CopyTo(kept, CancellationToken.None);
        kept.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(kept));
    }
}
