using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>What an archive has, by its signed lists.</summary>
internal interface IAptLists
{
    /// <summary>Every version of the packages of exactly these names; a name that isn't known gives nothing.</summary>
    Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>The names that begin so, of which some may be known only because others mention them.</summary>
    Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Asks the archive again, unless that was done within <paramref name="maxAge"/>; false if it wasn't needed.</summary>
    Task<bool> UpdateAsync(TimeSpan maxAge, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
