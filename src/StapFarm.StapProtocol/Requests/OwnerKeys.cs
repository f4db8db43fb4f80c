using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.StapProtocol.Requests;

/// <summary>
/// The machine owner keys enrolled on a client's host: fingerprints of certificates in DER form as <c>mokutil</c> prints
/// them, SHA-1 or SHA-256, lower-case hexadecimal octets joined by colons. None when its user has none of SystemTap's.
/// </summary>
public sealed record OwnerKeys(IReadOnlyList<string> Fingerprints)
{
    private const string Missing = "missing";
    private const int Most = 1000;

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is no such list.</exception>
    internal static OwnerKeys Parse(ReadOnlySpan<byte> text)
    {
        var lines = Encoding.Latin1.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines is [Missing])
        {
            return new([]);
        }

        return lines.Length is > 0 and <= Most && lines.All(IsFingerprint)
            ? new(lines)
            : throw new FarmException(FailureCode.InvalidRequest, "The list of machine owner keys can't be read.", "It has a fingerprint a line, or the word 'missing'.");
    }

    private static bool IsFingerprint(string line) =>
        line.Length is (20 * 3) - 1 or (32 * 3) - 1
        && line.Index().All(at => at.Index % 3 == 2 ? at.Item == ':' : char.IsAsciiHexDigitLower(at.Item));
}
