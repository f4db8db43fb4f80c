using System.Net;
using StapFarm.CompileServer.Hosting;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.StapPort;

/// <summary>Reads <c>Farm:StapPort:Listen</c>.</summary>
internal static class StapAddress
{
    private const string None = "none";
    private static readonly IPEndPoint Usual = new(IPAddress.Loopback, 7078);

    /// <returns>Null when no port is to be opened.</returns>
    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static IPEndPoint? From(string? listen, FarmRoles roles)
    {
        if (string.IsNullOrEmpty(listen))
        {
            return roles.Chosen ? null : Usual;
        }

        if (listen == None)
        {
            return null;
        }

        var text = listen.StartsWith("localhost:", StringComparison.Ordinal) ? $"{IPAddress.Loopback}:{listen["localhost:".Length..]}" : listen;
        return text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endPoint)
            ? endPoint
            : throw new FarmException(
                FailureCode.InvalidRequest,
                $"{StapPortOptions.Section}:Listen: '{listen}' isn't of the form ADDRESS:PORT.",
                "For example 127.0.0.1:7078, or 'none'.");
    }
}
