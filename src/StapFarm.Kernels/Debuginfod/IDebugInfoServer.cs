namespace StapFarm.Kernels.Debuginfod;

/// <summary>A place that has debug information by build-id, whoever's kernel it is.</summary>
public interface IDebugInfoServer
{
    /// <summary>Whether there is anybody to ask.</summary>
    bool HasAny => true;

    /// <summary>Fetches the file with the DWARF of what has this build-id, and checks that it is that.</summary>
    /// <param name="buildId">Lower-case hexadecimal digits.</param>
    /// <param name="onBytes">Sees how many bytes there are, and how many there will be if that is known.</param>
    /// <returns>Who had it, for people; null when nobody has.</returns>
    /// <exception cref="Model.Failures.FarmException"><c>SourceFailed</c>: it may be there, and couldn't be had; <c>StoreFull</c>.</exception>
    Task<string?> FetchAsync(string buildId, string file, Action<long, long?> onBytes, CancellationToken cancellationToken);
}
