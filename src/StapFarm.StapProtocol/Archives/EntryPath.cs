using StapFarm.Model.Failures;

namespace StapFarm.StapProtocol.Archives;

/// <summary>Names of entries: relative paths that stay where they are unpacked.</summary>
internal static class EntryPath
{
    // More than any client's paths have; much work can be made of deep ones.
    private const int Longest = 4096;
    private const int Deepest = 100;

    /// <returns>The path without the slash that ends a folder's name.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is empty or absolute, climbs, is deeper than any, or isn't in normal form.</exception>
    public static string Check(string name)
    {
        var path = name.EndsWith('/') ? name[..^1] : name;
        return path.Length is > 0 and <= Longest && !path.Contains('\0') && path.Count(c => c == '/') < Deepest
            && path.Split('/').All(part => part is not ("" or "." or ".."))
                ? path
                : throw new FarmException(FailureCode.InvalidRequest, $"The archive has an entry with the name '{Show(name)}'.", "It must be a relative path without '.' and '..'.");
    }

    private static string Show(string name) =>
        new([.. (name.Length > 80 ? name[..80] + "..." : name).Select(c => char.IsControl(c) ? '?' : c)]);
}
