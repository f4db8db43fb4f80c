using System.Text;
using StapFarm.Lab.Kernels;

namespace StapFarm.Lab.Initramfs;

/// <summary>The text files by which modprobe finds modules, as depmod writes them.</summary>
public static class ModuleIndex
{
    /// <summary>modules.dep: a module's file, then the files of all that must be loaded before it, the nearest first.</summary>
    /// <param name="modules">In load order, so that all that a module needs stands before it.</param>
    public static string Dependencies(IReadOnlyList<KernelModule> modules)
    {
        var byName = modules.ToDictionary(m => m.Name);
        var text = new StringBuilder();
        foreach (var module in modules)
        {
            var needed = new HashSet<string>();
            Collect(module, needed);
            text.Append(module.File).Append(':');
            foreach (var before in modules.Reverse().Where(m => needed.Contains(m.Name)))
            {
                text.Append(' ').Append(before.File);
            }

            text.Append('\n');
        }

        return text.ToString();

        void Collect(KernelModule module, HashSet<string> needed)
        {
            // What is not in the set is built into the kernel.
            foreach (var dependency in module.Depends.Where(byName.ContainsKey).Where(needed.Add))
            {
                Collect(byName[dependency], needed);
            }
        }
    }

    /// <summary>modules.alias: the patterns under which the kernel asks for a module.</summary>
    public static string Aliases(IReadOnlyList<KernelModule> modules) => string.Concat(
        modules.SelectMany(module => module.Aliases.Select(alias => $"alias {alias} {module.Name}\n")));
}
