using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// The checksums of the kernel's interfaces that a module was built against, from its section <c>__versions</c>
/// (<c>struct modversion_info</c>, include/linux/module.h: a long, then the symbol's name, 64 bytes together).
/// The kernel's side of them is Module.symvers.
/// </summary>
public static class ModuleVersions
{
    private const int EntrySize = 64;
    private const int MostBytes = 4 << 20;

    /// <summary>The checksum the module has for <paramref name="symbol"/>, or null if it has none.</summary>
    /// <exception cref="ElfFormatException">The section lies outside the file.</exception>
    public static uint? Find(ElfFile module, string symbol)
    {
        if (module.Section("__versions") is not { HasContent: true } section)
        {
            return null;
        }

        var word = module.Is64Bit ? 8 : 4;
        var wanted = Encoding.ASCII.GetBytes(symbol + '\0');
        var bytes = module.Read(section, MostBytes);
        for (var at = 0; at + EntrySize <= bytes.Length; at += EntrySize)
        {
            if (bytes.AsSpan(at + word, EntrySize - word).StartsWith(wanted))
            {
                return (uint)module.Fields(bytes.AsSpan(at, word)).Native(0);
            }
        }

        return null;
    }
}
