using System.Buffers;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Files;

/// <summary>Names from outside that become file names: none of them can leave its folder.</summary>
internal static class StoredName
{
    public const int MaxLength = 200;

    private static readonly SearchValues<char> ManifestCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.+");
    private static readonly SearchValues<char> SessionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static bool IsManifestId(string id) => Is(id, ManifestCharacters);

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static string DemandManifestId(string id) => IsManifestId(id) ? id : throw Refused("manifest", id);

    public static bool IsSession(string session) => Is(session, SessionCharacters);

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static string DemandSession(string session) => IsSession(session) ? session : throw Refused("session", session);

    private static bool Is(string name, SearchValues<char> characters) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && !name.AsSpan().ContainsAnyExcept(characters);

    private static FarmException Refused(string what, string name) => new(
        FailureCode.InvalidRequest,
        $"'{(name.Length <= MaxLength ? name : name[..MaxLength] + "...")}' can't name a {what}: it takes 1 to {MaxLength} letters, digits and dashes.");
}
