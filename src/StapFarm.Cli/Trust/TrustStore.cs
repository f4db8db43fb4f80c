namespace StapFarm.Cli.Trust;

/// <summary>
/// A certificate database of SystemTap's client, in a folder (NSS, sqlite: <c>cert9.db</c>). Root's and ordinary users' own, or
/// that of all users, which root alone can use: clients open it for writing. staprun has one too, of those whose modules
/// ordinary users may load.
/// </summary>
/// <param name="IsOfStaprun">Whether what is in it signs modules, and so is as good as root.</param>
internal sealed record TrustStore(string Folder, bool IsOfStaprun = false)
{
    private const string OfAllUsers = "/etc/systemtap/ssl/client";

    // staprun wants these, of an older form of database, to be there before it looks at the one there is; empty ones will do.
    private static readonly string[] Legacy = ["cert8.db", "key3.db", "secmod.db"];

    public bool Exists => File.Exists(Database);

    private string Database => Path.Combine(Folder, "cert9.db");

    /// <param name="variable">Reads a variable of the environment.</param>
    public static TrustStore Find(bool allUsers, Func<string, string?> variable) =>
        new(allUsers ? OfAllUsers : Path.Combine(variable("SYSTEMTAP_DIR") ?? Path.Combine(variable("HOME") ?? "/", ".systemtap"), "ssl/client"));

    /// <summary>The store of a host's staprun.</summary>
    public static TrustStore OfStaprun { get; } = new("/etc/systemtap/staprun", IsOfStaprun: true);

    /// <summary>
    /// Lets staprun open its database for ordinary users: it insists on files of an older form, and NSS refuses a database
    /// whose folder they can search but not write to.
    /// </summary>
    public void Prepare()
    {
        foreach (var file in Legacy.Select(name => Path.Combine(Folder, name)).Where(file => !File.Exists(file)))
        {
            File.WriteAllBytes(file, []);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What <see cref="Prepare"/> does, as commands.</summary>
    public IEnumerable<string[]> Preparing() =>
    [
        ["touch", .. Legacy.Select(name => Path.Combine(Folder, name))],
        ["chmod", "644", .. Legacy.Select(name => Path.Combine(Folder, name))],
        ["chmod", "700", Folder],
    ];

    /// <summary>Whether the certificate is in it. The tools that put it there don't tell by how they end.</summary>
    public bool Has(FarmCertificate certificate) => Exists && File.ReadAllBytes(Database).AsSpan().IndexOf(certificate.Der) >= 0;
}
