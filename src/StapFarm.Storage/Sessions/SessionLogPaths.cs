using StapFarm.Model.Failures;
using StapFarm.Storage.Files;

namespace StapFarm.Storage.Sessions;

/// <summary>Where the logs of sessions are: <c>sessions/SESSION.log</c> under the root.</summary>
internal sealed class SessionLogPaths(string root)
{
    private const string Extension = ".log";

    private readonly string _folder = Path.Combine(root, "sessions");

    /// <exception cref="FarmException"><c>InvalidRequest</c> for a name that is none.</exception>
    public string Of(string session) => Path.Combine(_folder, StoredName.DemandSession(session) + Extension);

    /// <summary>The sessions that have one, in no order.</summary>
    public IEnumerable<string> Stored()
    {
        foreach (var path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, $"*{Extension}") : [])
        {
            var session = Path.GetFileName(path)[..^Extension.Length];
            if (StoredName.IsSession(session))
            {
                yield return session;
            }
        }
    }
}
