using StapFarm.Model.Failures;

namespace StapFarm.Cli.Trust;

/// <summary>A program that puts certificates into databases.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsCertutil">Whether it is NSS's own tool, or the one that comes with SystemTap.</param>
internal sealed record TrustTool(string Path, bool IsCertutil)
{
    // What clients look for, and that it is a trusted peer.
    private const string Nickname = "stap-server";
    private const string Flags = "P,P,P";

    private static readonly string[] AuthorizeFolders = ["/usr/libexec/systemtap", "/usr/lib/x86_64-linux-gnu/systemtap", "/usr/lib/systemtap", "/usr/local/libexec/systemtap"];

    /// <exception cref="FarmException"><c>NotFound</c> when this machine has neither.</exception>
    public static TrustTool Find(string path) =>
        First(path.Split(':'), "certutil") is { } certutil ? new(certutil, IsCertutil: true)
        : First(AuthorizeFolders, "stap-authorize-cert") is { } authorize ? new(authorize, IsCertutil: false)
        : throw new FarmException(
            FailureCode.NotFound,
            "This machine has no program that puts a certificate into stap's database: neither certutil nor stap-authorize-cert.",
            "Install it: 'libnss3-tools' on Debian and Ubuntu, 'nss-tools' on Fedora and CentOS.");

    /// <summary>The commands that make the holder of a store trust the certificate in a file.</summary>
    /// <param name="exists">Whether the database is there already.</param>
    public IEnumerable<string[]> Commands(TrustStore store, string file, bool exists)
    {
        if (!IsCertutil)
        {
            yield return [Path, file, store.Folder];
            yield break;
        }

        if (!exists)
        {
            yield return [Path, "-N", "--empty-password", "-d", $"sql:{store.Folder}"];
        }

        yield return [Path, "-A", "-n", Nickname, "-t", Flags, "-i", file, "-d", $"sql:{store.Folder}"];
    }

    private static string? First(IEnumerable<string> folders, string name) =>
        folders.Where(folder => folder.Length > 0).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
