using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

/// <summary>Finds the packages of a kernel by what they say of each other, never by guessing names or versions.</summary>
internal sealed class DebianKernelResolver(IAptLists lists)
{
    /// <summary>The packages of a release: those of the newest build that has all parts.</summary>
    /// <returns>The packages, or null and what is missing.</returns>
    public async Task<(DebianKernelPackages? Packages, string? Missing)> FindAsync(string release, CancellationToken cancellationToken)
    {
        var (image, unsigned, debug, headers) =
            ($"linux-image-{release}", $"linux-image-{release}-unsigned", $"linux-image-{release}-dbg", $"linux-headers-{release}");
        var found = (await lists.ShowAsync([image, unsigned, debug, headers], cancellationToken)).ToLookup(package => package.Name);
        if (!found.Contains(image) && !found.Contains(unsigned))
        {
            return (null, image);
        }

        var missing = headers;
        foreach (var header in found[headers].OrderByDescending(package => package.Version))
        {
            var build = found[image].Concat(found[unsigned]).FirstOrDefault(package => package.Version == header.Version);
            if (build is null)
            {
                missing = $"{image} in version {header.Version}";
                continue;
            }

            var (common, kbuild, lack) = await HeaderPartsAsync(header, cancellationToken);
            if (common is not null && kbuild is not null)
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

    private async Task<(DebianPackage? Common, DebianPackage? Kbuild, string Lack)> HeaderPartsAsync(DebianPackage headers, CancellationToken cancellationToken)
    {
        var dependencies = headers.Dependencies().ToList();
        var common = dependencies.FirstOrDefault(dependency => dependency.Name.StartsWith("linux-headers-", StringComparison.Ordinal));
        var kbuild = dependencies.FirstOrDefault(dependency => dependency.Name.StartsWith("linux-kbuild-", StringComparison.Ordinal));
        if (common.Name is null || kbuild.Name is null)
        {
            throw new FarmException(
                FailureCode.SourceFailed,
                $"The package {headers.Name} {headers.Version} depends on neither common headers nor kbuild in a way that is known: {headers.Depends}",
                "Report this: Debian has changed how its kernel packages fit together.");
        }

        var found = await lists.ShowAsync([common.Name, kbuild.Name], cancellationToken);
        var commonPackage = Best(found, common, headers.Version);
        var kbuildPackage = Best(found, kbuild, headers.Version);
        return (commonPackage, kbuildPackage, commonPackage is null ? common.Name : kbuild.Name);
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
