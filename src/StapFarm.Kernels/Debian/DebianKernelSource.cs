using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>Kernels from the Debian archive that the machine's apt is configured for, also of other suites than the machine's own.</summary>
public sealed class DebianKernelSource(IOptions<DebianArchiveOptions> options, TimeProvider time, ILogger<DebianKernelSource> logger) : IKernelSource
{
    private readonly DebianArchiveOptions _options = options.Value;
    private readonly PackageCache _cache = new(options.Value, time, logger);

    public string Name => "the Debian archive";

    public async Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var build = KernelBuildName.Parse(specification);
        var wanted = KernelSpecification.Parse(build.Name);
        // The build's programs are of this machine's architecture, whatever the kernel's.
        IReadOnlyList<AptState> states = [.. new[] { wanted.DebianArchitecture, DebianArchitecture.OfThisMachine }.Distinct().Select(Apt)];
        var resolver = new DebianKernelResolver(states[0], programs: states[^1]);
        if (wanted.IsSeries)
        {
            var newest = await EitherAsync(states, progress, () => resolver.NewestAsync(wanted, cancellationToken), cancellationToken)
                ?? throw new FarmException(
                    FailureCode.UnknownKernel,
                    $"The Debian archive has no complete kernel {specification} in {Suites()}.",
                    "Name another series, or add the suite that has it to Farm:Kernels:Suites.");
            build = build with { Name = newest };
        }

        string? missing = null;
        var found = await EitherAsync(states, progress, async () =>
        {
            (var packages, missing) = await resolver.FindAsync(build, cancellationToken);
            return packages;
        }, cancellationToken) ?? throw await UnknownAsync(resolver, wanted, build, missing, cancellationToken);
        return new KernelOffer(found, (toFetch, stop) => FetchAsync(found, states, toFetch, stop));
    }

    private async Task<KernelPackages> FetchAsync(
        DebianKernelPackages found, IReadOnlyList<AptState> states, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        DiskFull.Check(_options.CacheFolder, 0);
        var files = await _cache.GetAsync(
            package => states.FirstOrDefault(state => state.Architecture == package.Architecture) ?? states[0], [.. found.All], progress, cancellationToken);
        return found.With(
            [.. found.All.Zip(files, (package, file) => new KernelPackage(package.ToString(), package.Sha256, file))], $"Debian {found.Image.Version}");
    }

    /// <summary>Looks in what is known of the archive; if it isn't there, asks the archive anew and looks again.</summary>
    private async Task<T?> EitherAsync<T>(IReadOnlyList<AptState> states, IProgress<WorkProgress> progress, Func<Task<T?>> find, CancellationToken cancellationToken)
        where T : class
    {
        var old = new List<AptState>();
        foreach (var state in states)
        {
            if (!await state.UpdateAsync(_options.ListsMaxAge, progress, cancellationToken))
            {
                old.Add(state);
            }
        }

        var found = await find();
        if (found is not null || old.Count == 0)
        {
            return found;
        }

        foreach (var state in old)
        {
            await state.UpdateAsync(TimeSpan.Zero, progress, cancellationToken);
        }

        return await find();
    }

    private async Task<FarmException> UnknownAsync(
        DebianKernelResolver resolver, KernelSpecification wanted, KernelBuildName build, string? missing, CancellationToken cancellationToken)
    {
        var others = (await resolver.ReleasesAsync(wanted with { Distribution = null }, cancellationToken)).Take(5).ToList();
        var advice = others.Count == 0
            ? $"Check the name; suites that are looked at are set in Farm:Kernels:Suites."
            : $"It has of that series and flavour: {string.Join(", ", others)}. Releases that left the archive can't be added any more.";
        return new FarmException(
            FailureCode.UnknownKernel, $"The Debian archive ({Suites()}) has no kernel {build}: {missing} is missing.", advice);
    }

    private AptState Apt(string architecture) => new(_options, architecture, time, logger);

    private string Suites() => string.Join(", ", _options.SuitesInUse);
}
