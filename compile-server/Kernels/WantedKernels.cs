using StapFarm.CompileServer.Runners;
using StapFarm.Kernels.Wanted;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;

namespace StapFarm.CompileServer.Kernels;

/// <summary>The kernels that the farm should have: those that its runners run, and those that were asked for.</summary>
internal sealed class WantedKernels(IKernelDepot kernels, RunnerDirectory runners, WishBook wishes)
{
    /// <returns>Those of runners first, then by how often they were asked for.</returns>
    public async Task<IReadOnlyList<WantedKernel>> ListAsync(CancellationToken cancellationToken)
    {
        var trees = await kernels.ListAsync(cancellationToken);
        var asked = (await OpenWishesAsync(trees, cancellationToken)).ToDictionary(wish => wish.Name);
        var wanted = new List<WantedKernel>();
        foreach (var group in (await runners.ListAsync()).GroupBy(runner => runner.Hello.Kernel))
        {
            if (!trees.Any(tree => tree.Identity.Architecture == group.Key.Architecture && tree.Identity.BuildId == group.Key.BuildId))
            {
                asked.Remove(group.Key.Release, out var wish);
                wanted.Add(new WantedKernel(
                    group.Key,
                    [.. group.Select(runner => runner.Hello.Name).Distinct().Order(StringComparer.Ordinal)],
                    wish,
                    trees.Any(tree => tree.Identity.Release == group.Key.Release),
                    KernelPackageAdvice.For(group.Key.Release, group.Key.Version)));
            }
        }

        wanted.AddRange(asked.Values.Select(wish => new WantedKernel(
            new KernelIdentity(new Architecture(""), wish.Name, "", ""), [], wish, HasOtherBuild: false, KernelPackageAdvice.For(wish.Name, ""))));
        return [.. wanted.OrderByDescending(kernel => kernel.Runners.Count).ThenByDescending(kernel => kernel.Wish?.Times ?? 0).ThenBy(kernel => kernel.Identity.Release, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<KernelWish>> OpenWishesAsync(IReadOnlyList<KernelTree> trees, CancellationToken cancellationToken)
    {
        var open = new List<KernelWish>();
        foreach (var wish in await wishes.ListAsync(cancellationToken))
        {
            if (IsThere(trees, wish.Name))
            {
                await wishes.ForgetAsync(wish.Name, cancellationToken);
            }
            else
            {
                open.Add(wish);
            }
        }

        return open;
    }

    private static bool IsThere(IReadOnlyList<KernelTree> trees, string name)
    {
        try
        {
            KernelResolution.Resolve(trees, name, out _);
            return true;
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownKernel)
        {
            return false;
        }
    }
}
