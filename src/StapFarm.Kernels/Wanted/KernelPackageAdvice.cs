using System.Text.RegularExpressions;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Sources;

namespace StapFarm.Kernels.Wanted;

/// <summary>What to add to a farm for a kernel, as its release tells.</summary>
/// <param name="Packages">The packages' names, with their version where it is known; none when the kernel is nobody's known package.</param>
/// <param name="Where">Where they are to be had, for people.</param>
/// <param name="Command">What adds the kernel.</param>
public sealed partial record KernelPackageAdvice(IReadOnlyList<string> Packages, string Where, string Command)
{
    /// <summary>The same as one sentence, for an error.</summary>
    public string Hint { get; private init; } = $"Add it with: {Command}";

    /// <param name="release">What <c>uname -r</c> prints.</param>
    /// <param name="version">What <c>uname -v</c> prints; empty when it isn't known.</param>
    public static KernelPackageAdvice For(string release, string version)
    {
        if (RpmRelease().Match(release) is { Success: true } rpm)
        {
            return Rpm(release, rpm);
        }

        return KernelSpecification.TryParse(release) switch
        {
            { IsSeries: false } debian => Debian(debian, version),
            { IsSeries: true } series => new([], "the Debian archive", $"stapfarm kernel add {series.Text}"),
            null when KernelRelease.Is(release) => new(
                [],
                "whoever built the kernel: the folder that it was built in, with vmlinux; or all of its packages, for --deb or --rpm",
                "stapfarm kernel add --dir DIR")
            {
                Hint = "Add it from the folder that it was built in: stapfarm kernel add --dir DIR; or from its packages, with --deb or --rpm.",
            },
            null => new([], "", "stapfarm kernel add RELEASE") { Hint = "Name it by what 'uname -r' prints on the target, or by a build-id: 'stapfarm kernel list' shows them." },
        };
    }

    private static KernelPackageAdvice Debian(KernelSpecification kernel, string version)
    {
        var release = kernel.Text;
        var abi = release[..^(kernel.Flavour.Length + 1)];
        var common = kernel.Flavour.StartsWith("rt-", StringComparison.Ordinal) ? "-common-rt" : "-common";
        // Since 6.12 of Debian 13 each release has a kbuild of its own; before, a series.
        var kbuild = abi.Contains("+deb", StringComparison.Ordinal) ? abi : kernel.Series;
        var package = DebianPackageVersion().Match(version).Groups["version"].Value;
        var suffix = package.Length > 0 ? $" {package}" : "";
        return new(
            [
                $"linux-image-{release}{suffix}", $"linux-image-{release}-dbg{suffix}", $"linux-headers-{release}{suffix}",
                $"linux-headers-{abi}{common}{suffix}", $"linux-kbuild-{kbuild}",
            ],
            package.Length > 0
                ? $"the Debian archive, from where the farm fetches them itself; if it has left there, Debian's archive of snapshots has it (source package linux, version {package}); then: stapfarm kernel add --deb *.deb"
                : "the Debian archive, from where the farm fetches them itself; what has left there is in Debian's archive of snapshots, for: stapfarm kernel add --deb *.deb",
            package.Length > 0 ? $"stapfarm kernel add {new KernelBuildName(release, package)}" : $"stapfarm kernel add {release}");
    }

    private static KernelPackageAdvice Rpm(string release, Match match)
    {
        var (build, distribution, architecture) = (match.Groups["build"].Value, match.Groups["distribution"].Value, match.Groups["architecture"].Value);
        var number = int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture);
        var isFedora = distribution == "fc";
        string[] image = (isFedora, number) switch
        {
            (false, <= 7) => ["kernel"],
            (false, 8) => ["kernel-core", "kernel-modules"],
            _ => ["kernel-core", "kernel-modules-core", "kernel-modules"],
        };
        var where = isFedora
            ? $"Fedora's build system: koji download-build --arch={architecture} --debuginfo kernel-{build}"
            : $"the repositories of the distribution, of which those of debug information must be asked for: dnf download --enablerepo='*debug*' ... (CentOS {number}: the packages that left the mirrors are in its vault)";
        return new(
            [.. image.Append("kernel-devel").Append("kernel-debuginfo").Select(name => $"{name}-{release}"), $"kernel-debuginfo-common-{architecture}-{release}"],
            where,
            "stapfarm kernel add --rpm *.rpm")
        {
            Hint = "Add it from its packages, which 'stapfarm kernel wanted' names: stapfarm kernel add --rpm *.rpm",
        };
    }

    [GeneratedRegex(@"^(?<build>\d+\.\d+\.\d+-[A-Za-z0-9._]*?\.(?<distribution>el|fc)(?<number>\d{1,3})[A-Za-z0-9._]*?)\.(?<architecture>x86_64|aarch64|ppc64le|s390x)\z")]
    private static partial Regex RpmRelease();

    [GeneratedRegex(@"\bDebian (?<version>[0-9][A-Za-z0-9.+~-]*)")]
    private static partial Regex DebianPackageVersion();
}
