namespace StapFarm.Cli.Trust;

/// <summary>
/// A certificate database of SystemTap's client, in a folder (NSS, sqlite: <c>cert9.db</c>). Root's and ordinary users' own, or
/// that of all users, which root alone can use: clients open it for writing.
/// </summary>
internal sealed record TrustStore(string Folder)
{
    private const string OfAllUsers = "/etc/systemtap/ssl/client";

    public bool Exists => File.Exists(Database);

    private string Database => Path.Combine(Folder, "cert9.db");

    /// <param name="variable">Reads a variable of the environment.</param>
    public static TrustStore Find(bool allUsers, Func<string, string?> variable) =>
        new(allUsers ? OfAllUsers : Path.Combine(variable("SYSTEMTAP_DIR") ?? Path.Combine(variable("HOME") ?? "/", ".systemtap"), "ssl/client"));

    /// <summary>Whether the certificate is in it. The tools that put it there don't tell by how they end.</summary>
    public bool Has(FarmCertificate certificate) => Exists && File.ReadAllBytes(Database).AsSpan().IndexOf(certificate.Der) >= 0;
}
