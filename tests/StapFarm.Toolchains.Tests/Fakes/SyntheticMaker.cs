using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using StapFarm.Toolchains.Making;

namespace StapFarm.Toolchains.Tests.Fakes;

internal sealed class SyntheticMaker : IToolchainMaker
{
    public int Made { get; private set; }

    /// <summary>What the suite "has today".</summary>
    public IReadOnlyList<ToolchainPackage> Packages { get; set; } = [SyntheticRoot.Package("systemtap", "5.1"), SyntheticRoot.Package("make")];

    /// <summary>When set, making waits for it after the root is half there.</summary>
    public Task? Gate { get; set; }

    public TaskCompletionSource HalfMade { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<MadeRoot> MakeAsync(
        ToolchainSpecification specification,
        string folder,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        Made++;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "half"), "made", cancellationToken);
        HalfMade.TrySetResult();
        await (Gate ?? Task.CompletedTask).WaitAsync(cancellationToken);
        var made = SyntheticRoot.Make(folder, "5.1", Packages);
        var runtimes = specification.Targets.ToDictionary(target => target.Architecture, target => $"{folder}-{target.Architecture}");
        foreach (var runtime in runtimes.Values)
        {
            SyntheticRoot.Make(runtime, "for another architecture");
            // A bundle differs by its programs.
            await File.AppendAllTextAsync(Path.Combine(runtime, "usr/bin/staprun"), "another architecture's", cancellationToken);
        }

        return made with { Identity = made.Identity with { Targets = [made.Identity.Host, .. runtimes.Keys] }, Runtimes = runtimes };
    }
}
