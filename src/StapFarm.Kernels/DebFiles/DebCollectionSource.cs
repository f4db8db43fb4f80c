using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.DebFiles;

/// <summary>Kernels from a place with .deb files. A release needn't be one of Debian's own.</summary>
internal sealed class DebCollectionSource(IDebCollection collection) : IKernelSource
{
    private readonly DebianKernelResolver _resolver = new(collection, allowsSelfBuilt: true);

    public string Name => collection.Name;

    public async Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var build = KernelBuildName.Parse(specification);
        var release = KernelRelease.Demand(build.Name);
        if (KernelSpecification.TryParse(release) is { IsSeries: true } series)
        {
            release = await _resolver.NewestAsync(series, cancellationToken)
                ?? throw new FarmException(FailureCode.UnknownKernel, $"There is no complete kernel {specification} in {Name}.", Advice);
        }

        var (packages, missing) = await _resolver.FindAsync(build with { Name = release }, cancellationToken);
        return packages is null
            ? throw new FarmException(FailureCode.UnknownKernel, $"There is no kernel {build with { Name = release }} in {Name}: {missing} is missing.", Advice)
            : new KernelOffer(packages, (toFetch, stop) => FetchAsync(packages, toFetch, stop));
    }

    private const string Advice = "Put all packages of the kernel there: linux-image-..., linux-image-...-dbg, linux-headers-... with what it depends on.";

    private async Task<KernelPackages> FetchAsync(DebianKernelPackages packages, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        packages.With(await collection.GetAsync([.. packages.All], progress, cancellationToken), $"{packages.Image.Version} from {Name}");
}
