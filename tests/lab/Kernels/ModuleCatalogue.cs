namespace StapFarm.Lab.Kernels;

/// <summary>
/// The modules of a kernel by name, and the order in which a set of them must be loaded. The order comes from what
/// the modules say of themselves: a kernel package has no modules.dep, depmod makes that when it is installed.
/// </summary>
public sealed class ModuleCatalogue
{
    private readonly LabKernel _kernel;
    private readonly Dictionary<string, string> _files = [];
    private readonly HashSet<string> _builtIn = [];

    public ModuleCatalogue(LabKernel kernel)
    {
        _kernel = kernel;
        foreach (var file in Directory.EnumerateFiles(kernel.ModulesFolder, "*.ko*", SearchOption.AllDirectories))
        {
            _files.TryAdd(NameOf(file), file);
        }

        var builtIn = Path.Combine(kernel.ModulesFolder, "modules.builtin");
        if (File.Exists(builtIn))
        {
            _builtIn.UnionWith(File.ReadLines(builtIn).Where(line => line.Length > 0).Select(NameOf));
        }
    }

    /// <summary>
    /// The named modules and all that they need, each after those that it depends on. One that is built into the
    /// kernel is left out.
    /// </summary>
    /// <exception cref="LabException">One of them is not in the kernel tree.</exception>
    public async Task<IReadOnlyList<KernelModule>> LoadOrderAsync(
        IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        var ordered = new List<KernelModule>();
        var visited = new HashSet<string>();
        foreach (var name in names)
        {
            await VisitAsync(Normalise(name), null);
        }

        return ordered;

        async Task VisitAsync(string name, string? neededBy)
        {
            if (_builtIn.Contains(name) || !visited.Add(name))
            {
                return;
            }

            var module = await ReadAsync(name, neededBy, cancellationToken);
            foreach (var dependency in module.Depends)
            {
                await VisitAsync(dependency, name);
            }

            ordered.Add(module);
        }
    }

    private async Task<KernelModule> ReadAsync(string name, string? neededBy, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            var reason = neededBy is null ? "" : $", which {neededBy} needs,";
            throw new LabException(
                $"The module {name}{reason} is not in {_kernel.ModulesFolder}. Is the kernel's image package whole?");
        }

        var content = await ModuleFile.ReadAsync(file, cancellationToken);
        var info = ModuleInfo.Read(content, file);
        var relative = Path.GetRelativePath(_kernel.ModulesFolder, file);
        return new KernelModule(
            name,
            relative[..(relative.LastIndexOf(".ko", StringComparison.Ordinal) + 3)],
            content,
            [.. Values("depends").SelectMany(d => d.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Normalise)],
            [.. Values("alias")]);

        IEnumerable<string> Values(string tag) => info.Where(i => i.Tag == tag).Select(i => i.Value);
    }

    private static string NameOf(string file)
    {
        var name = Path.GetFileName(file);
        return Normalise(name[..name.LastIndexOf(".ko", StringComparison.Ordinal)]);
    }

    private static string Normalise(string name) => name.Replace('-', '_');
}
