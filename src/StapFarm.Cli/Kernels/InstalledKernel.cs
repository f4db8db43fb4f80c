using System.Text.RegularExpressions;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>A kernel that is installed, with its headers where <c>build</c> leads.</summary>
internal sealed partial class InstalledKernel
{
    private readonly string _modules;
    private readonly string _root;
    private readonly TreePlaces _places;
    private readonly string _release;

    /// <param name="modules">The folder <c>.../lib/modules/RELEASE</c>.</param>
    public InstalledKernel(string modules)
    {
        _modules = Path.TrimEndingDirectorySeparator(Path.GetFullPath(modules));
        _release = Path.GetFileName(_modules);
        _places = new TreePlaces(_release);
        var root = Place().Replace(_modules, "");
        _root = root.Length == 0 ? "/" : root;
    }

    /// <exception cref="UsageException">The headers aren't there.</exception>
    public IReadOnlyList<TarContent> Parts()
    {
        var headers = Headers();
        var place = HeaderName().IsMatch(Path.GetFileName(headers)) ? $"usr/src/{Path.GetFileName(headers)}" : _places.Headers;
        return
        [
            new TarContent("vmlinux.tar", TreePlaces.First(_places.Vmlinux, Vmlinux(headers))),
            new TarContent("boot.tar",
            [
                .. TreePlaces.First(_places.SystemMap, At($"usr/lib/debug/boot/System.map-{_release}"), Path.Combine(_modules, "System.map"), At($"boot/System.map-{_release}"), Path.Combine(headers, "System.map")),
                .. TreePlaces.First(_places.Image, At($"boot/vmlinuz-{_release}"), Path.Combine(_modules, "vmlinuz")),
            ]),
            new TarContent("headers.tar", [.. new FolderFiles(headers, place).All().Where(file => file.Path != $"{place}/vmlinux"), .. Common(headers), .. _places.Links(place)]),
            new TarContent("modules.tar",
            [
                .. new FolderFiles(_modules, _places.Modules).Below("kernel", IsModule),
                .. TreePlaces.First($"{_places.Modules}/modules.builtin", Path.Combine(_modules, "modules.builtin")),
                .. new FolderFiles(At($"usr/lib/debug/lib/modules/{_release}"), _places.Debug).Below("kernel", _ => true).Select(WithoutSuffix),
            ]),
        ];
    }

    private static TarFile WithoutSuffix(TarFile file) =>
        file.Path.EndsWith(".ko.debug", StringComparison.Ordinal) ? file with { Path = file.Path[..^".debug".Length] } : file;

    private static bool IsModule(string name) => ModuleName().IsMatch(name);

    private string At(string path) => Path.Combine(_root, path);

    private IEnumerable<string> Vmlinux(string headers) =>
    [
        At($"usr/lib/debug/lib/modules/{_release}/vmlinux"), At($"usr/lib/debug/boot/vmlinux-{_release}"), At($"boot/vmlinux-{_release}"),
        Path.Combine(_modules, "vmlinux"), .. HeaderName().IsMatch(Path.GetFileName(headers)) ? (string[])[] : [Path.Combine(headers, "vmlinux")],
    ];

    // An absolute link in another root means that root.
    private string Headers()
    {
        var build = new DirectoryInfo(Path.Combine(_modules, "build"));
        var headers = build.LinkTarget is { } target && target.StartsWith('/') ? At(target.TrimStart('/'))
            : build.LinkTarget is { } relative ? Path.GetFullPath(Path.Combine(_modules, relative))
            : build.FullName;
        return File.Exists(Path.Combine(headers, ".config"))
            ? Path.TrimEndingDirectorySeparator(headers)
            : throw new UsageException($"The headers of kernel {_release} aren't there: {_modules}/build leads to no folder with a .config.", "Install them (Debian: linux-headers-..., Fedora: kernel-devel), or give the folder that the kernel was built in.");
    }

    // Debian's headers of a flavour go on in those that all flavours share.
    private IEnumerable<TarFile> Common(string headers)
    {
        var makefile = Path.Combine(headers, "Makefile");
        var include = File.Exists(makefile) ? Include().Match(File.ReadAllText(makefile)).Groups["folder"].Value : "";
        return include.Length > 0 ? new FolderFiles(At($"usr/src/{include}"), $"usr/src/{include}").All() : [];
    }

    [GeneratedRegex(@"/?(?:usr/)?lib/modules/[^/]+\z")]
    private static partial Regex Place();

    [GeneratedRegex(@"^linux-headers-.+\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"\.ko(?:\.(?:xz|gz|zst))?\z")]
    private static partial Regex ModuleName();

    [GeneratedRegex(@"^\s*include\s+/usr/src/(?<folder>[^/\s]+)/Makefile\s*$", RegexOptions.Multiline)]
    private static partial Regex Include();
}
