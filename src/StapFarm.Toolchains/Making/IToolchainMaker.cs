using StapFarm.Model.Work;

namespace StapFarm.Toolchains.Making;

/// <summary>Makes the root of a toolchain.</summary>
internal interface IToolchainMaker
{
    /// <param name="folder">Where to make it: a path that doesn't exist yet.</param>
    Task<MadeRoot> MakeAsync(
        ToolchainSpecification specification,
        string folder,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken);
}
