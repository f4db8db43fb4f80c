using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

/// <summary>Finds the packages of a kernel by what they say of each other, never by guessing names or versions.</summary>
/// <param name="allowsSelfBuilt">Whether packages may be those of the kernel's own <c>make bindeb-pkg</c>, whose headers are in one package.</param>
internal sealed class DebianKernelResolver(IDebianLists lists, bool allowsSelfBuilt = false)
{
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
        foreach (var header in found[headers].Where(package => wanted.Version is null || package.Version.Text == wanted.Version).OrderByDescending(package => package.Version))
        {
            var build = found[image].Concat(found[unsigned]).FirstOrDefault(package => package.Version == header.Version);
            if (build is null)
            {
                missing = $"{image} in version {header.Version}";
                continue;
            }

            var (common, kbuild, lack) = await HeaderPartsAsync(header, cancellationToken);
            if (lack is null)
            {
                var symbols = found[debug].FirstOrDefault(package => package.Version == header.Version);
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

        var found = await lists.ShowAsync([common.Name, kbuild.Name], cancellationToken);
        var commonPackage = Best(found, common, headers.Version);
        var kbuildPackage = Best(found, kbuild, headers.Version);
        return (commonPackage, kbuildPackage, commonPackage is null ? common.Name : kbuildPackage is null ? kbuild.Name : null);
    }

    // That of the same build, else the next above it: kbuild of a series is shared by its releases, and the archive keeps few.
    private static DebianPackage? Best(
        IEnumerable<DebianPackage> packages, (string Name, string? Relation, DebianVersion? Version) wanted, DebianVersion same) => packages
        .Where(package => package.Name == wanted.Name && Fits(package.Version, wanted.Relation, wanted.Version))
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
