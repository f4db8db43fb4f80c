using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Sources;

/// <summary>
/// A release, or one of its builds, written as apt writes a package of a certain version: <c>6.1.0-56-cloud-amd64</c>,
/// <c>6.1.0-56-cloud-amd64=6.1.192-2</c>.
/// </summary>
/// <param name="Name">The release, or a series.</param>
/// <param name="Version">Version of the packages; null for the newest.</param>
internal readonly record struct KernelBuildName(string Name, string? Version)
{
    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static KernelBuildName Parse(string specification)
    {
        var at = specification.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
        {
            return new(specification, null);
        }

        return at > 0 && at < specification.Length - 1
            ? new(specification[..at], specification[(at + 1)..])
            : throw new FarmException(
                FailureCode.InvalidRequest,
                $"'{specification}' names no build of a kernel.",
                "Write the release and the version of its packages, e.g. 6.1.0-56-cloud-amd64=6.1.192-2.");
    }

    public override string ToString() => Version is null ? Name : $"{Name}={Version}";
}
