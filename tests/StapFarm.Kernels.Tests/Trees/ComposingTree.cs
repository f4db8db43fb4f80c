using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Trees;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Trees;

/// <summary>What the tests of trees share: a synthetic kernel, built and composed in a folder of the test's own.</summary>
public abstract class ComposingTree : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private int _count;

    private protected string Root { get; private set; } = "";

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<KernelTree> ComposeAsync(SyntheticKernel kernel)
    {
        var place = _folder.File($"compose-{++_count}");
        var packages = kernel.Build(Path.Combine(place, "packages"));
        Root = Path.Combine(place, "tree");
        Directory.CreateDirectory(Root);
        var (tree, _) = await new TreeComposer(TimeProvider.System).ComposeAsync(packages, Root, new Recorder<WorkProgress>(), CancellationToken.None);
        return tree;
    }

    private protected async Task RefusedAsync(SyntheticKernel kernel, params string[] words)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => ComposeAsync(kernel))).Failure;
        Assert.Equal(FailureCode.BadKernelTree, failure.Code);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.NotEmpty(failure.Advice);
    }

    private protected static SyntheticKernel Kernel(Action<Dictionary<string, Dictionary<string, byte[]>>>? change = null)
    {
        var kernel = new SyntheticKernel().Make();
        change?.Invoke(kernel.Packages);
        return kernel;
    }
}
