using StapFarm.Model.Failures;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Making;

namespace StapFarm.Toolchains.Roots;

/// <summary>Looks whether a root holds what a build needs, and tries it. All that is missing is told at once.</summary>
internal sealed class RootCheck(string root, RootSandbox sandbox)
{
    /// <returns>stap's release, and those of the compilers by name.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c> with what is missing; <c>Unsupported</c> for another architecture.</exception>
    public async Task<(string Stap, IReadOnlyDictionary<string, string> Compilers)> RunAsync(CancellationToken cancellationToken)
    {
        var lacks = RootNeed.All.Where(need => RootPath.FindFile(root, need.Path) is null).Select(need => need.Describe()).ToList();
        if (RootPath.FindFile(root, RootNeed.Stap) is not null)
        {
            RootArchitecture.DemandHere(root);
            AddBundleLack(lacks);
        }
        else
        {
            lacks.Add("staprun and stapio: install systemtap-runtime");
        }

        var troubles = new List<string>();
        var compilers = await RootCompilers.TryAsync(root, sandbox, troubles, cancellationToken);
        if (compilers.Count == 0)
        {
            lacks.AddRange([RootCompilers.Missing, .. troubles]);
        }

        return lacks.Count == 0
            ? (await StapReleaseAsync(cancellationToken), compilers)
            : throw new FarmException(
                FailureCode.InvalidRequest,
                $"The root can't be a toolchain, as it lacks:\n{string.Join('\n', lacks.Select(lack => $"  {lack}"))}\n",
                "Install these into the root with its own package manager (chroot, dnf --installroot, apt-get), then add it again.");
    }

    private void AddBundleLack(List<string> lacks)
    {
        try
        {
            RuntimeBundleMaker.Check(root);
        }
        catch (FarmException exception) when (exception.Failure.Code is FailureCode.SourceFailed or FailureCode.Unsupported)
        {
            lacks.Add($"staprun and stapio with their libraries: install systemtap-runtime. {exception.Failure.Message}");
        }
    }

    private async Task<string> StapReleaseAsync(CancellationToken cancellationToken)
    {
        var end = await sandbox.RunAsync([RootNeed.Stap, "--version"], cancellationToken);
        return (end.Succeeded ? RootInspection.ReleaseIn(end.Words) : null) ?? throw new FarmException(
            FailureCode.InvalidRequest,
            $"The root's stap doesn't say its release: stap --version ended with code {end.ExitCode} in it. Its last lines:\n{end.Words}\n",
            "Run it in the root yourself (chroot), and install what it lacks.");
    }
}
