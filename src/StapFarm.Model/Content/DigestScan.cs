using System.Text;
using System.Text.RegularExpressions;

namespace StapFarm.Model.Content;

/// <summary>
/// Finds what looks like a digest in a document or a specification, whatever else that says: whoever decides what is no
/// longer needed must also heed the documents of other releases, which it can't read.
/// </summary>
public static partial class DigestScan
{
    public static IEnumerable<Digest> In(ReadOnlySpan<byte> document) => In(Encoding.Latin1.GetString(document));

    public static IEnumerable<Digest> In(string text)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            if (Digest.TryParse(match.Value, out var digest))
            {
                yield return digest;
            }
        }
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex Pattern();
}
