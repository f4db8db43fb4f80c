using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>What an archive has, by its signed lists.</summary>
internal interface IAptLists : IDebianLists
{
    /// <summary>Asks the archive again, unless that was done within <paramref name="maxAge"/>; false if it wasn't needed.</summary>
    Task<bool> UpdateAsync(TimeSpan maxAge, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
