using StapFarm.Model.Failures;

namespace StapFarm.Runner.Sessions;

/// <summary>A session's folder in the state folder: its journal, the child's specification and pid, the module under its own name.</summary>
internal sealed class SessionFolder
{
    private SessionFolder(string root) => Root = root;

    public string Root { get; }

    public string Journal => Path.Combine(Root, "journal.json");

    public string Spec => Path.Combine(Root, "enter.json");

    public string PidFile => Path.Combine(Root, "pid");

    public string Scratch => Path.Combine(Root, "scratch");

    public string Module(string name) => Path.Combine(Root, name + ".ko");

    /// <exception cref="FarmException"><c>InvalidRequest</c> when the id can't be a folder's name.</exception>
    public static SessionFolder Create(string sessions, string id)
    {
        if (!IsId(id))
        {
            throw new FarmException(FailureCode.InvalidRequest, "The session's id isn't one: letters, digits, '-', '_' and '.' up to 128.");
        }

        var folder = new SessionFolder(Path.Combine(sessions, id));
        Directory.CreateDirectory(folder.Scratch);
        return folder;
    }

    public static SessionFolder Open(string root) => new(root);

    /// <summary>The journal goes first: without it nothing is left to be ended.</summary>
    /// <returns>Why something stays, which does no harm; null when all is gone.</returns>
    public string? Delete()
    {
        try
        {
            File.Delete(Journal);
            Directory.Delete(Root, recursive: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 128 && id[0] != '.' && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
