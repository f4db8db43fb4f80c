namespace StapFarm.Kernels.Debian;

/// <summary>Which Debian packages there are in a place.</summary>
internal interface IDebianLists
{
    /// <summary>Every version of the packages of exactly these names; a name that isn't known gives nothing.</summary>
    Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>The names that begin so, of which some may be known only because others mention them.</summary>
    Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken);
}
