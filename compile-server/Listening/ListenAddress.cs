using System.Net;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Listening;

/// <summary>Where the front listens.</summary>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <param name="url"><c>http://ADDRESS:PORT</c>; <c>localhost</c> is 127.0.0.1, port 0 any free one.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c> for anything else, and for an address that other machines reach.</exception>
    public static ListenAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttp
            || uri.AbsolutePath != "/"
            || uri.Query.Length > 0
            || uri.UserInfo.Length > 0)
        {
            throw Refused(url, "is not of the form http://ADDRESS:PORT", "For example http://127.0.0.1:7077.");
        }

        var address = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) ? ip : null;
        if (address is null || !IPAddress.IsLoopback(address))
        {
            throw Refused(
                url,
                "isn't a loopback address, and callers have no identity on the wire yet: whoever reached the farm could load modules into kernels",
                "Use 127.0.0.1, and a tunnel (ssh -L) to reach it from elsewhere.");
        }

        return new(address, uri.Port);
    }

    private static FarmException Refused(string url, string why, string advice) =>
        new(FailureCode.InvalidRequest, $"Farm:Url: '{url}' {why}.", advice);
}
