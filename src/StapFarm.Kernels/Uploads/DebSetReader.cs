using StapFarm.Kernels.DebFiles;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Uploads;

/// <summary>The Debian packages of one kernel, put together by what they say of each other.</summary>
internal sealed class DebSetReader : IFileSetReader
{
    private const string Image = "linux-image-";
    private const string Advice = "Give all packages of one kernel: linux-image-RELEASE, linux-image-RELEASE-dbg, linux-headers-RELEASE, and the linux-headers-...-common and linux-kbuild-... that it depends on.";

    public PackageForm Form => PackageForm.Deb;

    public async Task<KernelPackages> ReadAsync(IReadOnlyList<KernelPackage> files, CancellationToken cancellationToken)
    {
        var set = new Dictionary<DebianPackage, KernelPackage>();
        foreach (var file in files)
        {
            set.TryAdd(await DebControl.ReadAsync(file.Path, file.Name, file.Sha256, cancellationToken), file);
        }

        var release = Release(set.Keys);
        var (packages, missing) = await new DebianKernelResolver(new Given(set.Keys), allowsSelfBuilt: true).FindAsync(new(release, null), cancellationToken);
        if (packages is null)
        {
            throw new FarmException(FailureCode.BadKernelTree, $"The packages of kernel {release} aren't all there: {missing} is missing.", Advice);
        }

        // Whoever gives all packages of another architecture gives that one's kbuild too, which can't run here.
        var unused = set.Keys.Except(packages.All).FirstOrDefault(package => package.Name != packages.Kbuild?.Name);
        return unused is null
            ? packages.With([.. packages.All.Select(package => set[package] with { Name = package.ToString() })], $"Debian packages {packages.Image.Version}, sent as files")
            : throw new FarmException(FailureCode.BadKernelTree, $"{set[unused].Name} isn't a part of kernel {release} {packages.Image.Version}.", Advice);
    }

    private static string Release(IEnumerable<DebianPackage> packages)
    {
        var releases = packages
            .Select(package => package.Name)
            .Where(name => name.StartsWith(Image, StringComparison.Ordinal) && !name.EndsWith("-dbg", StringComparison.Ordinal))
            .Select(name => name[Image.Length..])
            .Select(name => name.EndsWith("-unsigned", StringComparison.Ordinal) ? name[..^"-unsigned".Length] : name)
            .Distinct()
            .ToList();
        return releases switch
        {
            [] => throw new FarmException(FailureCode.BadKernelTree, "None of the packages is a kernel: linux-image-RELEASE is missing.", Advice),
            [var release] when KernelRelease.Is(release) => release,
            [var other] => throw new FarmException(FailureCode.BadKernelTree, $"{Image}{other} is no kernel of a release: its name says none.", Advice),
            _ => throw new FarmException(FailureCode.BadKernelTree, $"The packages are of several kernels: {string.Join(", ", releases)}.", Advice),
        };
    }

    private sealed class Given(IReadOnlyCollection<DebianPackage> packages) : IDebianLists
    {
        public Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DebianPackage>>([.. packages.Where(package => names.Contains(package.Name))]);

        public Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([.. packages.Select(package => package.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))]);
    }
}
