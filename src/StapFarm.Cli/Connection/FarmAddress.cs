using StapFarm.Cli.CommandLine;

namespace StapFarm.Cli.Connection;

/// <summary>Where the farm is: <c>--farm</c>, else <c>STAPFARM_URL</c>, else the embedded farm of this machine.</summary>
internal static class FarmAddress
{
    public const string Default = "http://127.0.0.1:7077";

    /// <exception cref="UsageException">It is no http or https URL.</exception>
    public static Uri Resolve(string? option, string? environment)
    {
        var (text, origin) = option is { Length: > 0 } ? (option, "--farm") : environment is { Length: > 0 } ? (environment, "STAPFARM_URL") : (Default, "");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address
            : throw new UsageException($"{origin} '{text}' isn't a farm's address.", $"Write it as http://HOST:PORT, e.g. {Default}.");
    }
}
