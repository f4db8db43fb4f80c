using StapFarm.Testing;

namespace StapFarm.EndToEnd.Tests.StapClients.Trusting;

/// <summary>A host on which root makes stap and staprun trust servers: its <c>/etc/systemtap</c> is its own.</summary>
/// <param name="root">The root file system of a release of stap.</param>
internal sealed class SignerHost(string root) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What stap asks of /etc beside its own folder: who root is, and where libraries and programs are.
    private static readonly string[] Needed = ["passwd", "group", "nsswitch.conf", "ld.so.cache", "ld.so.conf", "alternatives"];

    private readonly ScratchFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>What is staprun's database there, on this machine.</summary>
    public string Signers => Path.Combine(SystemTap, "staprun");

    private string SystemTap => Path.Combine(Folder, "etc-systemtap");

    public static SignerHost Of(string release) => new(StapClient.RootOf(release) ?? "/");

    public async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        Directory.CreateDirectory(SystemTap);
        string[] sandbox =
        [
            "--ro-bind", root, "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/etc",
            .. Needed.SelectMany(name => (string[])["--ro-bind-try", Path.Combine(root, "etc", name), $"/etc/{name}"]),
            "--bind", SystemTap, "/etc/systemtap", "--bind", Folder, Folder, "--chdir", Folder,
        ];
        var environment = new Dictionary<string, string> { ["HOME"] = Folder, ["LANG"] = "C.UTF-8", ["LC_ALL"] = "C.UTF-8" };
        using var process = new RealProcess("bwrap", [.. sandbox, program, .. arguments], environment, Folder);
        return await process.EndAsync(Limit);
    }

    public void Dispose() => _folder.Dispose();
}
