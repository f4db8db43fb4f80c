using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>What a kernel module says of itself in its section <c>.modinfo</c>: zero-terminated <c>key=value</c> (include/linux/moduleinfo.h).</summary>
public sealed class ModuleInfo
{
    private const int MostBytes = 4 << 20;

    private readonly ILookup<string, string> _fields;

    private ModuleInfo(ILookup<string, string> fields) => _fields = fields;

    /// <summary>The module's name, or null in one so old that it doesn't say.</summary>
    public string? Name => First("name");

    /// <summary>Release and options of the kernel it was built for, as <c>6.1.0-56-cloud-amd64 SMP preempt mod_unload modversions</c>.</summary>
    public string? Vermagic => First("vermagic");

    /// <summary>The first word of <see cref="Vermagic"/>.</summary>
    public string? Release => Vermagic?.Split(' ', 2)[0];

    /// <summary>Names of the modules that must be loaded before it.</summary>
    public IReadOnlyList<string> Depends => First("depends")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>All values of a key, in their order.</summary>
    public IEnumerable<string> Values(string key) => _fields[key];

    /// <summary>Reads a module; null if the file has no .modinfo, so is none.</summary>
    /// <exception cref="ElfFormatException">The section lies outside the file.</exception>
    public static ModuleInfo? Read(ElfFile module)
    {
        if (module.Section(".modinfo") is not { HasContent: true } section)
        {
            return null;
        }

        var fields = Encoding.UTF8.GetString(module.Read(section, MostBytes))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split('=', 2))
            .Where(pair => pair.Length == 2);
        return new ModuleInfo(fields.ToLookup(pair => pair[0], pair => pair[1]));
    }

    private string? First(string key) => _fields[key].FirstOrDefault();
}
