using System.Globalization;

namespace StapFarm.Testing.Farm.StapClients;

/// <summary>
/// A real stap of some release, run as its user would on a host without debuginfo: 4.8 is this machine's own, the others run in
/// root file systems that <c>./dev test</c> makes.
/// </summary>
/// <param name="root">Null for this machine's own.</param>
public sealed class StapClient(string release, string? root) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly ScratchFolder _folder = new();

    public static IReadOnlyList<string> Releases { get; } = ["4.8", "5.1", "5.6"];

    public string Release => release;

    /// <summary>Where it runs and leaves files; the same path inside and outside of its root.</summary>
    public string Folder => _folder.Path;

    public static StapClient Of(string release) => new(release, RootOf(release));

    /// <summary>The root file system with stap of this release.</summary>
    public static string? RootOf(string release) => release switch
    {
        "4.8" => null,
        "5.1" => SharedFarm.StapClientRoot("trixie"),
        "5.6" => SharedFarm.StapClientRoot("sid"),
        _ => throw new ArgumentOutOfRangeException(nameof(release), release, "There is no root for it."),
    };

    public void Write(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
        File.WriteAllText(_folder.File(file), content);
    }

    public Task<ProgramResult> StapAsync(params string[] arguments) => RunAsync("stap", arguments);

    /// <summary>Runs stap with a script on its standard input.</summary>
    public async Task<ProgramResult> StapWithInputAsync(string input, params string[] arguments)
    {
        Write("input", input);
        return await RunAsync("sh", ["-c", "exec stap \"$@\" < input", "stap", .. arguments]);
    }

    public async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["HOME"] = Folder, ["LANG"] = "C.UTF-8", ["LC_ALL"] = "C.UTF-8" };
        using var process = root is null
            ? new RealProcess(program, arguments, environment, Folder)
            : new RealProcess("bwrap", [.. Sandbox(), program, .. arguments], environment, Folder);
        return await process.EndAsync(Limit);
    }

    public void Dispose() => _folder.Dispose();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"stap {release}");

    // The published command is there under its own path, so that trust can be made as on a host.
    private IEnumerable<string> Sandbox() =>
    [
        "--ro-bind", root!, "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", Folder, Folder,
        "--ro-bind", Path.GetDirectoryName(Path.GetFullPath(Binaries.Cli))!, "/mnt", "--chdir", Folder,
    ];
}
