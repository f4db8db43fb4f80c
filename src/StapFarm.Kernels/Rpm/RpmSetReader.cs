using System.Text.RegularExpressions;
using StapFarm.Kernels.Sources;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Rpm;

/// <summary>The RPM packages of one kernel, put together by the folders that they have files in.</summary>
internal sealed partial class RpmSetReader : IFileSetReader
{
    private const string Advice =
        "Give all packages of one kernel: kernel (or kernel-core with kernel-modules and kernel-modules-core), kernel-devel, kernel-debuginfo and kernel-debuginfo-common.";

    public PackageForm Form => PackageForm.Rpm;

    public async Task<KernelPackages> ReadAsync(IReadOnlyList<KernelPackage> files, CancellationToken cancellationToken)
    {
        var packages = new List<(KernelPackage File, RpmPackage Rpm)>();
        foreach (var file in files)
        {
            packages.Add((file, await ReadAsync(file, cancellationToken)));
        }

        var release = Release(packages);
        var rpms = packages.Select(package => package.Rpm).ToList();
        Same(packages, "version", rpm => rpm.Version);
        Same(packages, "architecture", rpm => rpm.Architecture);
        Need(rpms, release, $"/usr/src/kernels/{release}/", "kernel-devel");
        Need(rpms, release, $"/lib/modules/{release}/kernel/", "kernel, or kernel-modules and kernel-modules-core");
        if (!rpms.Exists(rpm => rpm.Has(folder => folder == "/boot/" || folder.EndsWith($"lib/modules/{release}/", StringComparison.Ordinal), name => name.StartsWith("vmlinuz", StringComparison.Ordinal))))
        {
            throw Missing(release, "kernel or kernel-core, with the bootable image");
        }

        return new KernelPackages(
            release,
            $"RPM packages {rpms[0].Version}.{rpms[0].Architecture}, sent as files",
            [.. packages.Select(package => package.File with { Name = $"{package.Rpm.Name}_{package.Rpm.Version}_{package.Rpm.Architecture}" })],
            rpms.Sum(rpm => rpm.InstalledBytes),
            rpms.Exists(rpm => rpm.Folders.Any(folder => IsDebugOf(folder, release))));
    }

    private static async Task<RpmPackage> ReadAsync(KernelPackage file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return await RpmPackage.ReadAsync(stream, cancellationToken);
        }
        catch (RpmFormatException exception)
        {
            throw new FarmException(
                FailureCode.BadKernelTree, $"{file.Name} can't be read as an RPM package: {exception.Message}.", "It is damaged or something else. Get the file again.", exception);
        }
    }

    private static string Release(List<(KernelPackage File, RpmPackage Rpm)> packages)
    {
        var releases = packages
            .SelectMany(package => package.Rpm.Folders.Select(folder => Place().Match(folder)).Where(match => match.Success).Select(match => match.Groups["release"].Value))
            .Distinct()
            .ToList();
        return releases switch
        {
            [] => throw new FarmException(FailureCode.BadKernelTree, "None of the packages has files of a kernel.", Advice),
            [var release] when KernelRelease.Is(release) => release,
            [var other] => throw new FarmException(FailureCode.BadKernelTree, $"The packages are of '{other}', which is no kernel's release.", Advice),
            _ => throw new FarmException(FailureCode.BadKernelTree, $"The packages are of several kernels: {string.Join(", ", releases.Order(StringComparer.Ordinal))}.", Advice),
        };
    }

    private static void Same(List<(KernelPackage File, RpmPackage Rpm)> packages, string what, Func<RpmPackage, string> value)
    {
        var odd = packages.FirstOrDefault(package => value(package.Rpm) != value(packages[0].Rpm));
        if (odd.File is not null)
        {
            throw new FarmException(
                FailureCode.BadKernelTree,
                $"The packages are of two builds: {packages[0].File.Name} has the {what} {value(packages[0].Rpm)}, {odd.File.Name} {value(odd.Rpm)}.",
                Advice);
        }
    }

    private static void Need(List<RpmPackage> rpms, string release, string folder, string what)
    {
        if (!rpms.Exists(rpm => rpm.Folders.Any(has => has.Contains(folder, StringComparison.Ordinal) && !has.StartsWith("/usr/lib/debug/", StringComparison.Ordinal))))
        {
            throw Missing(release, what);
        }
    }

    private static bool IsDebugOf(string folder, string release) =>
        folder.StartsWith("/usr/lib/debug/", StringComparison.Ordinal) && folder.EndsWith($"lib/modules/{release}/", StringComparison.Ordinal);

    private static FarmException Missing(string release, string what) =>
        new(FailureCode.BadKernelTree, $"The packages of kernel {release} aren't all there: {what} is missing.", Advice);

    [GeneratedRegex(@"^(?:/usr/lib/debug)?(?:/usr)?/lib/modules/(?<release>[^/]+)/|^/usr/src/kernels/(?<release>[^/]+)/")]
    private static partial Regex Place();
}
