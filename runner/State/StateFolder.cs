using StapFarm.Model.Failures;
using StapFarm.Runner.Options;

namespace StapFarm.Runner.State;

/// <summary>The runner's folder on the target. One runner process at a time has it.</summary>
internal sealed class StateFolder : IDisposable
{
    private const string Fallback = "/run/stapfarm-runner";
    private readonly FileStream _lock;

    private StateFolder(string root, FileStream @lock)
    {
        Root = root;
        _lock = @lock;
        Directory.CreateDirectory(Sessions);
        Directory.CreateDirectory(Modules);
        Directory.CreateDirectory(Bundles);
    }

    public string Root { get; }

    public string Sessions => Path.Combine(Root, "sessions");

    public string Modules => Path.Combine(Root, "modules");

    public string Bundles => Path.Combine(Root, "bundles");

    /// <param name="configured">The folder that was asked for; null for the default and its fallback under <c>/run</c>.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when it can't be written, <c>InUse</c> when another runner has it.</exception>
    public static StateFolder Open(string? configured) =>
        Open(configured is null ? [RunnerOptions.DefaultState, Fallback] : [configured]);

    internal static StateFolder Open(IReadOnlyList<string> candidates)
    {
        Exception? first = null;
        foreach (var root in candidates)
        {
            try
            {
                return new StateFolder(root, Lock(root));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                first ??= exception;
            }
        }

        throw new FarmException(
            FailureCode.InvalidRequest,
            $"The state folder {candidates[0]} can't be used: {first!.Message}",
            "Give a folder that can be written with --state DIR.",
            first);
    }

    /// <summary>The runner's identity: 32 hexadecimal digits, made once.</summary>
    public string Identity()
    {
        var path = Path.Combine(Root, "runner-id");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: 32 } id && id.All(char.IsAsciiHexDigitLower))
        {
            return id;
        }

        var made = Guid.NewGuid().ToString("N");
        DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes(made + "\n"));
        return made;
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string root)
    {
        Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(root, "lock");

        // So that "can't be written" and "somebody else has it" are told apart: the second is the lock's alone.
        var probe = Path.Combine(root, "probe-" + Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new FarmException(
                FailureCode.InUse,
                $"Another runner uses the state folder {root}.",
                "End it first, or give this one a folder of its own with --state DIR.",
                exception);
        }
    }
}
