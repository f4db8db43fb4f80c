using StapFarm.Model.Failures;

namespace StapFarm.Translation.Keys;

/// <summary>The path of a file within its tapset directory. It comes from outside and becomes a path on the worker.</summary>
internal static class TapsetPath
{
    private const int Longest = 1000;

    /// <exception cref="FarmException"><c>InvalidRequest</c> for anything that might leave the directory.</exception>
    public static void Demand(string path)
    {
        if (path.Length is 0 or > Longest
            || path.Contains('\0', StringComparison.Ordinal)
            || path.Split('/').Any(name => name is "" or "." or ".." || StrictText.Encode(name).Length > 255))
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"'{path.Replace('\0', '?')}' can't be the path of a tapset file: it must be relative, without empty, '.' or '..' names.",
                "Rename the file.");
        }
    }
}
