using System.Globalization;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Translation.Kbuild;

namespace StapFarm.Translation.Sandbox;

/// <summary>
/// The folder of one job on the host. The request is the worker's and read-only for the build; what the build writes is in
/// three folders of the slot's user.
/// </summary>
internal sealed class JobFolder : IDisposable
{
    public const string RequestTarget = "/stapfarm";
    public const string WorkTarget = "/stapfarm/work";
    public const string StateTarget = "/stapfarm/state";
    public const string PreparedTarget = "/stapfarm/prepared";
    public const string TemporaryTarget = "/tmp";

    private const string Prefix = "job-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private JobFolder(string path) => Root = path;

    public string Root { get; }

    /// <summary>Where jobs have their folders.</summary>
    public string Parent => Path.GetDirectoryName(Root)!;

    /// <summary>Seen as <see cref="RequestTarget"/>.</summary>
    public string Request => Path.Combine(Root, "request");

    /// <summary>The working directory.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>SYSTEMTAP_DIR.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>/tmp and HOME.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>What the program wrote to standard output.</summary>
    public string Output => Path.Combine(Root, "stdout");

    /// <param name="parent">Where jobs have their folders.</param>
    /// <exception cref="FarmException"><c>StoreFull</c> when the medium has no room.</exception>
    public static JobFolder Create(string parent, Slot slot)
    {
        var folder = new JobFolder(Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")));
        try
        {
            Directory.CreateDirectory(parent);
            Directory.CreateDirectory(folder.Root, OwnerOnly);
            foreach (var name in (string[])["request", "request/work", "request/state", "request/prepared"])
            {
                Directory.CreateDirectory(Path.Combine(folder.Root, name));
            }

            // Seen in the sandbox only when something lies on it.
            File.WriteAllBytes(folder.OnHost(DirectCommands.MakeTarget), []);
            foreach (var mine in (string[])[folder.Work, folder.State, folder.Temporary])
            {
                Directory.CreateDirectory(mine, OwnerOnly);
                Give(mine, slot);
            }

            return folder;
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            folder.Dispose();
            throw DiskFull.Failure(parent, exception);
        }
    }

    /// <summary>Removes what killed processes have left.</summary>
    public static void Sweep(string parent)
    {
        foreach (var folder in Abandoned(parent))
        {
            Remove(folder);
        }
    }

    /// <summary>The folders whose processes are dead.</summary>
    public static IEnumerable<string> Abandoned(string parent) =>
        (Directory.Exists(parent) ? Directory.GetDirectories(parent, $"{Prefix}*") : [])
            .Where(folder => !Directory.Exists($"/proc/{Path.GetFileName(folder)[Prefix.Length..].Split('-')[0]}"));

    /// <summary>Removes a folder that nobody uses any more.</summary>
    public static void Remove(string folder) => new JobFolder(folder).Dispose();

    /// <summary>Gives a file or folder to the slot's user.</summary>
    public static void Give(string path, Slot slot)
    {
        if (Native.IsRoot)
        {
            Native.ChangeOwner(path, slot.Uid);
        }
    }

    public async Task WriteScriptAsync(ReadOnlyMemory<byte> script, CancellationToken cancellationToken) =>
        await File.WriteAllBytesAsync(OnHost(SandboxNames.Script), script, cancellationToken);

    public async Task WriteTapsetFileAsync(int directory, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = Path.Combine(TapsetFolder(directory), path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content, cancellationToken);
    }

    /// <summary>The folder of a tapset directory, made if need be.</summary>
    public string TapsetFolder(int directory)
    {
        var folder = OnHost(SandboxNames.TapsetPrefix + directory.ToString(CultureInfo.InvariantCulture));
        return Directory.CreateDirectory(folder).FullName;
    }

    public void Dispose()
    {
        for (var attempt = 0; Directory.Exists(Root); attempt++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
            }
            catch (IOException) when (attempt < 5)
            {
                // The last processes of a killed build may still be writing.
            }
        }
    }

    private string OnHost(string target) => Path.Combine(Request, target[(RequestTarget.Length + 1)..]);
}
