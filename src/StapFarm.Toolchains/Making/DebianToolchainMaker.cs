using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Making;

/// <summary>Makes roots of Debian suites with mmdebstrap. Needs root and the host's keyring of the Debian archive.</summary>
internal sealed class DebianToolchainMaker(IOptions<ToolchainOptions> options, TimeProvider timeProvider) : IToolchainMaker
{
    public async Task<MadeRoot> MakeAsync(
        ToolchainSpecification specification,
        string folder,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new FarmException(
                FailureCode.SourceFailed,
                $"Making the toolchain {specification.Name} needs root: its files belong to root.",
                "Run the worker as root.");
        }

        using var limit = new CancellationTokenSource(options.Value.MakingLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var arguments = specification.Recipe.MmdebstrapArguments(folder, specification.Targets, options.Value.Mirrors);
            await Mmdebstrap.RunAsync(specification.Name, arguments, progress, either.Token).ConfigureAwait(false);
            var runtimes = await UnpackRuntimesAsync(specification, folder, progress, either.Token).ConfigureAwait(false);
            progress.Report(new WorkProgress("inspect", "trying stap and the compilers in the new root"));
            return await FinishAsync(folder, runtimes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FarmException(
                FailureCode.LimitExceeded,
                $"Making the toolchain {specification.Name} took longer than {options.Value.MakingLimit} (MakingLimit) and was stopped.",
                "See that this machine reaches the Debian archive (apt-get update), or raise the limit.");
        }
    }

    /// <summary>Beside the root, not in it: what runs on a target is of no use to a build.</summary>
    private async Task<Dictionary<Architecture, string>> UnpackRuntimesAsync(
        ToolchainSpecification specification, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var runtimes = new Dictionary<Architecture, string>();
        foreach (var target in specification.Targets)
        {
            progress.Report(new WorkProgress("make", $"unpacking staprun for {target.Architecture}"));
            var runtime = $"{folder}-{target.Architecture}";
            var arguments = specification.Recipe.RuntimeArguments(runtime, target, options.Value.Mirrors);
            await Mmdebstrap.RunAsync(specification.Name, arguments, progress, cancellationToken).ConfigureAwait(false);
            RuntimeRoot.LinkMerged(runtime);
            runtimes.Add(target.Architecture, runtime);
        }

        return runtimes;
    }

    private static async Task<MadeRoot> FinishAsync(string folder, Dictionary<Architecture, string> runtimes, CancellationToken cancellationToken)
    {
        var installed = PackageInventory.Read(folder);
        var host = DebianArchitectures.ToModel(RootInspection.DebianArchitectureOf(installed));
        var packages = installed.Concat(runtimes.Values.SelectMany(RuntimeRoot.Packages)).Distinct().ToList();
        var identity = new RootIdentity(DebianRecipe.Version, host, [host, .. runtimes.Keys], packages);
        IReadOnlyList<string> compilers =
            [.. RootInspection.FindCompilers(folder), .. runtimes.Keys.SelectMany(target => RootInspection.CrossCompilers(folder, host, target))];
        var stap = await RootInspection.TryStapAsync(folder, cancellationToken).ConfigureAwait(false);
        foreach (var compiler in compilers)
        {
            await RootInspection.TryCompilerAsync(folder, compiler, cancellationToken).ConfigureAwait(false);
        }

        RootTidying.Tidy(folder);
        identity.WriteInto(folder);
        return new MadeRoot(folder, stap, compilers, identity) { Runtimes = runtimes };
    }
}
