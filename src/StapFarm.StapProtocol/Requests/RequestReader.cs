using System.Globalization;
using System.Text;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Archives;

namespace StapFarm.StapProtocol.Requests;

/// <summary>
/// Reads a request of <c>stap --use-server</c>: a zip archive of small files (systemtap's <c>csclient.cxx</c> packs it).
/// Entries of other names than the known are left alone: a later client may send more.
/// </summary>
public static class RequestReader
{
    private const string SystemPrefix = "sysinfo: ";
    private const int LongestSystem = 512;

    /// <exception cref="FarmException"><c>InvalidRequest</c>, <c>LimitExceeded</c>.</exception>
    public static StapRequest Read(byte[] archive, RequestLimits limits)
    {
        var files = RequestArchive.Unpack(archive, limits);
        var client = Version(files.Find("version"));
        var (release, architecture) = System(files.Find("sysinfo"));
        var hasLocale = client >= ClientVersion.WithLocale;
        var (locale, refused) = hasLocale ? LocaleLines.Parse(files.Find("locale")) : ([], []);
        return new(
            client,
            release,
            architecture,
            Arguments(files, limits),
            files,
            locale,
            refused,
            hasLocale && files.Find("mok_fingerprints") is { } keys ? OwnerKeys.Parse(keys) : null);
    }

    private static ClientVersion Version(byte[]? text)
    {
        if (text is null)
        {
            return ClientVersion.Unsaid;
        }

        return text.Length < 64 && ClientVersion.TryParse(Encoding.Latin1.GetString(text).Trim(), out var version)
            ? version
            : throw new FarmException(FailureCode.UnknownVersion, "The client's version can't be read.", "It is a release of SystemTap, such as 5.1.");
    }

    private static (string Release, string Architecture) System(byte[]? text)
    {
        var line = text is { Length: < LongestSystem } ? Encoding.Latin1.GetString(text).TrimEnd('\n') : "";
        var words = line.StartsWith(SystemPrefix, StringComparison.Ordinal) ? line[SystemPrefix.Length..].Split(' ') : [];
        return words is [var release, var architecture] && IsName(release) && IsName(architecture)
            ? (release, architecture)
            : throw new FarmException(FailureCode.InvalidRequest, "The request doesn't say which kernel it is for.", "Its file 'sysinfo' has 'sysinfo: RELEASE ARCHITECTURE'.");
    }

    private static List<ReadOnlyMemory<byte>> Arguments(RequestFiles files, RequestLimits limits)
    {
        var arguments = new List<ReadOnlyMemory<byte>>();
        var bytes = 0L;
        while (files.Find(string.Create(CultureInfo.InvariantCulture, $"argv{arguments.Count + 1}")) is { } argument)
        {
            arguments.Add(argument);
            bytes += argument.Length;
            if (arguments.Count > limits.Arguments || bytes > limits.ArgumentBytes)
            {
                throw new FarmException(
                    FailureCode.LimitExceeded,
                    string.Create(CultureInfo.InvariantCulture, $"The request has too many arguments; this farm takes {limits.Arguments}, of {limits.ArgumentBytes} bytes together."),
                    "Write them into the script.");
            }

            if (argument.AsSpan().Contains((byte)0))
            {
                throw new FarmException(FailureCode.InvalidRequest, "An argument has a zero byte, which no argument of a program can have.", "");
            }
        }

        return arguments.Count > 0
            ? arguments
            : throw new FarmException(FailureCode.InvalidRequest, "The request has no arguments.", "It begins with 'argv1'.");
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '~' or '-');
}
