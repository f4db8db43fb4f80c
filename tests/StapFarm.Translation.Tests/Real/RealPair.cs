using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Kbuild;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;
using Xunit;

namespace StapFarm.Translation.Tests.Real;

/// <summary>
/// The real stap of a toolchain and a real kernel tree: those of the farm that <c>./dev test</c> prepares, or any that
/// STAPFARM_TEST_TOOLCHAIN_ROOT and STAPFARM_TEST_KERNEL_TREE name.
/// </summary>
public sealed class RealPair : IAsyncLifetime, IDisposable
{
    private static readonly string? OtherRoot = Environment.GetEnvironmentVariable("STAPFARM_TEST_TOOLCHAIN_ROOT");
    private readonly ScratchFolder _scratch = new();
    private readonly ScratchRemover _remover = new(NullLogger<ScratchRemover>.Instance);

    public RealPair()
    {
        Place = OtherRoot is null
            ? Shared()
            : Of(OtherRoot, Digest.Of("toolchain"u8), Environment.GetEnvironmentVariable("STAPFARM_TEST_KERNEL_TREE")!, Digest.Of("tree"u8));
        Translator = NewTranslator(new SandboxOptions());
    }

    public TranslationPlace Place { get; }

    public ITranslator Translator { get; }

    /// <summary>Trials take minutes: outside the shared farm too they are kept between runs.</summary>
    private static string Prepared => OtherRoot is null
        ? Path.Combine(SharedFarm.DataRoot, "prepared")
        : Path.Combine(Path.GetTempPath(), "stapfarm-test-prepared");

    public ITranslator NewTranslator(SandboxOptions limits)
    {
        var sandboxOptions = Options.Create(limits);
        var options = Options.Create(new TranslationOptions { ScratchFolder = _scratch.Path, PreparedFolder = Prepared });
        var stap = new StapRun(new ProcessSandbox(sandboxOptions, TimeProvider.System, NullLogger<ProcessSandbox>.Instance), sandboxOptions);
        var pairs = new PreparedPairs(options);
        var slots = WorkerSlots.Of(limits);
        var preparer = new PairPreparer(stap, new CommandTrial(stap, NullLogger<CommandTrial>.Instance), pairs, slots, options, TimeProvider.System, NullLogger<PairPreparer>.Instance);
        var hints = new HintFinder(HintServices.All(null, null), options, TimeProvider.System, NullLogger<HintFinder>.Instance);
        return new StapTranslator(stap, preparer, pairs, slots, _remover, hints, options);
    }

    public Task InitializeAsync() => Translator.PrepareAsync(Place, new Recorder<Model.Work.WorkProgress>(), CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _remover.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Folders of roots and trees are named by their digests; of several, the pair that is prepared.</summary>
    private static TranslationPlace Shared()
    {
        var pairs = new PreparedPairs(Options.Create(new TranslationOptions { PreparedFolder = Prepared }));
        var places =
            from tree in Folders("kernels", Path.Combine("tree/lib/modules", SharedFarm.Kernel61))
            from root in Folders("toolchains", "usr/bin/stap")
            select Of(root.Folder, root.Digest, Path.Combine(tree.Folder, "tree"), tree.Digest);
        return places.OrderByDescending(place => pairs.Find(place.Pair) is not null).First();
    }

    private static IEnumerable<(string Folder, Digest Digest)> Folders(string name, string holding)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SharedFarm.DataRoot, name), "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
        {
            if (Digest.TryParse(Path.GetFileName(folder), out var digest) && Path.Exists(Path.Combine(folder, holding)))
            {
                yield return (folder, digest);
            }
        }
    }

    private static TranslationPlace Of(string root, Digest toolchain, string tree, Digest treeDigest) => new(
        new Toolchain(toolchain, "test", "5", Architecture.X86_64, [Architecture.X86_64], [], [], new(default, 0, ""), default),
        root,
        new KernelTree(
            treeDigest,
            new(Architecture.X86_64, Path.GetFileName(Directory.GetDirectories(Path.Combine(tree, "lib/modules")).Single()), "", "0"),
            "", true, "", [], 0, default),
        tree);
}
