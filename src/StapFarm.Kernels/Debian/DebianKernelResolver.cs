using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

/// <summary>
/// Finds the packages of a kernel by what they say of each other, never by guessing names or versions. All are of the
/// kernel's architecture but kbuild: its programs run where modules are built.
/// </summary>
/// <param name="allowsSelfBuilt">Whether packages may be those of the kernel's own <c>make bindeb-pkg</c>, whose headers are in one package.</param>
/// <param name="builder">Debian's name of the architecture that builds run on; this machine's if null.</param>
/// <param name="programs">Where packages of that architecture are, if not in <paramref name="lists"/>.</param>
internal sealed class DebianKernelResolver(IDebianLists lists, bool allowsSelfBuilt = false, string? builder = null, IDebianLists? programs = null)
{
    private readonly string _builder = builder ?? DebianArchitecture.OfThisMachine;
    private readonly IDebianLists _programs = programs ?? lists;

    /// <summary>The packages of a release's build that has all parts: of the one that is named, or of the newest.</summary>
    /// <returns>The packages, or null and what is missing.</returns>
    public async Task<(DebianKernelPackages? Packages, string? Missing)> FindAsync(KernelBuildName wanted, CancellationToken cancellationToken)
    {
        var release = wanted.Name;
        var (image, unsigned, debug, headers) =
            ($"linux-image-{release}", $"linux-image-{release}-unsigned", $"linux-image-{release}-dbg", $"linux-headers-{release}");
        var found = (await lists.ShowAsync([image, unsigned, debug, headers], cancellationToken)).ToLookup(package => package.Name);
        if (!found.Contains(image) && !found.Contains(unsigned))
        {
            return (null, image);
        }

        var missing = wanted.Version is null ? headers : $"{headers} in version {wanted.Version}";
        // A release says its architecture, if Debian named it; of others there may be one for each.
        var architecture = KernelSpecification.TryParse(release)?.DebianArchitecture;
        var candidates = found[headers]
            .Where(package => wanted.Version is null || package.Version.Text == wanted.Version)
            .Where(package => architecture is null || package.Architecture == architecture)
            .OrderByDescending(package => package.Version)
            .ThenBy(package => package.Architecture == _builder ? 0 : 1);
        foreach (var header in candidates)
        {
            var build = found[image].Concat(found[unsigned]).FirstOrDefault(package => IsOfBuild(package, header));
            if (build is null)
            {
                missing = $"{image} in version {header.Version}";
                continue;
            }

            var (common, kbuild, lack) = await HeaderPartsAsync(header, cancellationToken);
            if (lack is null)
            {
                var symbols = found[debug].FirstOrDefault(package => IsOfBuild(package, header));
                return (new DebianKernelPackages(release, build, symbols, header, common, kbuild), null);
            }

            missing = lack;
        }

        return (null, missing);
    }

    /// <summary>The releases of a series that the archive may have, newest first.</summary>
    public async Task<IReadOnlyList<string>> ReleasesAsync(KernelSpecification series, CancellationToken cancellationToken)
    {
        const string Prefix = "linux-image-";
        var names = await lists.NamesAsync(Prefix + series.Series + ".", cancellationToken);
        return [.. names
            .Select(name => name[Prefix.Length..])
            .Where(series.Covers)
            .OrderByDescending(release => new DebianVersion(release[..^(series.Flavour.Length + 1)]))];
    }

    /// <summary>The newest release of a series that is there whole, debug information included; null without one.</summary>
    public async Task<string?> NewestAsync(KernelSpecification series, CancellationToken cancellationToken)
    {
        foreach (var release in await ReleasesAsync(series, cancellationToken))
        {
            if ((await FindAsync(new KernelBuildName(release, null), cancellationToken)).Packages is { DebugInfo: not null })
            {
                return release;
            }
        }

        return null;
    }

    private async Task<(DebianPackage? Common, DebianPackage? Kbuild, string? Lack)> HeaderPartsAsync(DebianPackage headers, CancellationToken cancellationToken)
    {
        var dependencies = headers.Dependencies().ToList();
        var common = dependencies.FirstOrDefault(dependency => dependency.Name.StartsWith("linux-headers-", StringComparison.Ordinal));
        var kbuild = dependencies.FirstOrDefault(dependency => dependency.Name.StartsWith("linux-kbuild-", StringComparison.Ordinal));
        if (allowsSelfBuilt && common.Name is null && kbuild.Name is null)
        {
            // If something is missing in them, the tree's inspection says what.
            return (null, null, null);
        }

        if (common.Name is null || kbuild.Name is null)
        {
            throw new FarmException(
                FailureCode.SourceFailed,
                $"The package {headers.Name} {headers.Version} doesn't depend on common headers and kbuild in a way that is known: {headers.Depends}",
                "Report this: Debian has changed how its kernel packages fit together.");
        }

        var commonPackage = Best(await lists.ShowAsync([common.Name], cancellationToken), common, headers.Architecture, headers.Version);
        var kbuildPackage = Best(await _programs.ShowAsync([kbuild.Name], cancellationToken), kbuild, _builder, headers.Version);
        var lack = commonPackage is null ? common.Name
            : kbuildPackage is not null ? null
            : headers.Architecture == _builder ? kbuild.Name
            : $"{kbuild.Name}:{_builder} (not :{headers.Architecture}, as its programs run where modules are built)";
        return (commonPackage, kbuildPackage, lack);
    }

    private static bool IsOfBuild(DebianPackage package, DebianPackage headers) =>
        package.Version == headers.Version && package.Architecture == headers.Architecture;

    // That of the same build, else the next above it: kbuild of a series is shared by its releases, and the archive keeps few.
    private static DebianPackage? Best(
        IEnumerable<DebianPackage> packages, (string Name, string? Relation, DebianVersion? Version) wanted, string architecture, DebianVersion same) => packages
        .Where(package => package.Name == wanted.Name && Fits(package.Version, wanted.Relation, wanted.Version))
        .Where(package => package.Architecture == architecture || package.Architecture == DebianArchitecture.All)
        .OrderBy(package => package.Version == same ? 0 : 1)
        .ThenBy(package => package.Version)
        .FirstOrDefault();

    private static bool Fits(DebianVersion version, string? relation, DebianVersion? wanted) => wanted is not { } than || relation switch
    {
        "=" => version.CompareTo(than) == 0,
        ">=" => version >= than,
        ">>" => version > than,
        "<=" => version <= than,
        _ => version < than,
    };
}
