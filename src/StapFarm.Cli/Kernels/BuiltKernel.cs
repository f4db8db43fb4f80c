using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>
/// The folder that a kernel was built in, with its sources or apart from them (<c>make O=</c>). Of it is taken what modules
/// are built with, as the kernel's own scripts/package/install-extmod-build chooses it.
/// </summary>
internal sealed class BuiltKernel(string folder)
{
    private readonly TreePlaces _places = new(File.ReadAllText(Path.Combine(folder, "include/config/kernel.release")).Trim());

    /// <exception cref="UsageException">A part isn't there.</exception>
    public IReadOnlyList<TarContent> Parts()
    {
        foreach (var (file, make) in ((string, string)[])[("vmlinux", "make vmlinux"), ("Module.symvers", "make modules"), (".config", "make olddefconfig"), ("System.map", "make vmlinux")])
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new UsageException($"'{folder}' has no {file}: the kernel isn't built.", $"Build it there, with CONFIG_DEBUG_INFO ({make}).");
            }
        }

        return
        [
            new TarContent("vmlinux.tar", TreePlaces.First(_places.Vmlinux, At("vmlinux"))),
            new TarContent("boot.tar", [.. TreePlaces.First(_places.SystemMap, At("System.map")), .. TreePlaces.First(_places.Image, Images())]),
            new TarContent("headers.tar", [.. Headers(), .. _places.Links(_places.Headers)]),
            new TarContent("modules.tar", [.. Modules(), .. TreePlaces.First($"{_places.Modules}/modules.builtin", At("modules.builtin"))]),
        ];
    }

    private string At(string path) => Path.Combine(folder, path);

    private IEnumerable<string> Images() =>
        Architectures().SelectMany(name => ((string[])["bzImage", "Image.gz", "Image", "zImage", "vmlinuz"]).Select(image => At($"arch/{name}/boot/{image}")));

    private IEnumerable<string> Architectures() =>
        Directory.GetDirectories(At("arch")).Where(arch => Directory.Exists(Path.Combine(arch, "include/generated"))).Select(arch => Path.GetFileName(arch)!);

    private IEnumerable<TarFile> Headers()
    {
        var source = Directory.Exists(At("source")) ? Directory.ResolveLinkTarget(At("source"), returnFinalTarget: true)?.FullName : null;
        var built = new FolderFiles(folder, _places.Headers);
        if (source is null)
        {
            return Chosen(built);
        }

        // The Makefile of a folder apart names its sources by their path here.
        return Chosen(new FolderFiles(source, _places.Headers)).Concat(Chosen(built).Where(file => file.Path != $"{_places.Headers}/Makefile"));
    }

    private IEnumerable<TarFile> Chosen(FolderFiles files)
    {
        var chosen = files.In("", name => name is "Module.symvers" or ".config" or "Kbuild" || name.StartsWith("Makefile", StringComparison.Ordinal))
            .Concat(files.Below("include", FolderFiles.IsNeeded))
            .Concat(files.Below("scripts", FolderFiles.IsNeeded))
            .Concat(files.Below("security/selinux/include", FolderFiles.IsNeeded))
            .Concat(files.In("tools/objtool", name => name == "objtool"));
        return Architectures().Aggregate(chosen, (all, name) => all
            .Concat(files.In($"arch/{name}", file => file.StartsWith("Makefile", StringComparison.Ordinal) || file is "Kbuild" or "Kbuild.platforms"))
            .Concat(files.Below($"arch/{name}/include", FolderFiles.IsNeeded))
            .Concat(files.Below($"arch/{name}/scripts", FolderFiles.IsNeeded))
            .Concat(files.In($"arch/{name}/tools", FolderFiles.IsNeeded))
            .Concat(files.In($"arch/{name}/kernel", file => file == "module.lds")));
    }

    // Lists modules, by the name of their object file since 6.3, and with a leading kernel/ before 5.3.
    private IEnumerable<TarFile> Modules()
    {
        var order = At("modules.order");
        foreach (var line in File.Exists(order) ? File.ReadLines(order) : [])
        {
            var name = Path.ChangeExtension(line.StartsWith("kernel/", StringComparison.Ordinal) && !File.Exists(At(Path.ChangeExtension(line, ".ko"))) ? line["kernel/".Length..] : line, ".ko");
            if (!File.Exists(At(name)))
            {
                throw new UsageException($"'{folder}' has no {name}, which its modules.order lists.", "Build the modules there: make modules");
            }

            yield return new TarFile($"{_places.Modules}/kernel/{name}", At(name));
        }
    }
}
