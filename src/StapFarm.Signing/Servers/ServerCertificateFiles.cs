namespace StapFarm.Signing.Servers;

/// <summary>Where the certificates are: beside the one in use, under its name with another ending.</summary>
/// <param name="InUse">E.g. <c>stap-server.pem</c>.</param>
internal sealed record ServerCertificateFiles(string InUse)
{
    /// <summary>E.g. <c>stap-server.next.pem</c>.</summary>
    public string Next => Beside("next");

    /// <summary>E.g. <c>stap-server.previous.pem</c>.</summary>
    public string Previous => Beside("previous");

    private string Beside(string state) =>
        Path.Combine(Path.GetDirectoryName(InUse)!, $"{Path.GetFileNameWithoutExtension(InUse)}.{state}{Path.GetExtension(InUse)}");
}
