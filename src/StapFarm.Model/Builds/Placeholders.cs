namespace StapFarm.Model.Builds;

/// <summary>
/// Stored messages and listings hold placeholders where paths were, because the same result serves many users: each sees
/// his own names. A placeholder is <c>0x01 S 0x01</c> for the script, <c>0x01 T n 0x01</c> for the n-th tapset directory
/// (decimal, from 0), <c>0x01 P line 0x01</c> for a line about a pass at the place where stap said it, which only users of
/// <c>-v</c> are shown. A 0x01 of stap's own is doubled.
/// </summary>
public static class Placeholders
{
    /// <summary>The byte around a placeholder.</summary>
    public const byte Mark = 0x01;

    /// <summary>Puts the user's names in the places of the placeholders.</summary>
    /// <param name="withPasses">Whether the lines about passes are wanted.</param>
    public static byte[] Fill(ReadOnlySpan<byte> stored, string scriptName, IReadOnlyList<string> tapsetNames, bool withPasses = false)
    {
        var filled = new List<byte>(stored.Length + 64);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Mark)
            {
                filled.Add(stored[i]);
                continue;
            }

            var length = stored[(i + 1)..].IndexOf(Mark);
            if (length < 0)
            {
                filled.AddRange(stored[i..]);
                break;
            }

            var placeholder = stored.Slice(i + 1, length);
            if (length > 0 && placeholder[0] == (byte)'P')
            {
                filled.AddRange(withPasses ? placeholder[1..] : []);
            }
            else
            {
                filled.AddRange(NameOf(placeholder, scriptName, tapsetNames));
            }


            i += length + 1;
        }

        return [.. filled];
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> placeholder, string scriptName, IReadOnlyList<string> tapsetNames)
    {
        if (placeholder.IsEmpty)
        {
            return new[] { Mark };
        }

        if (placeholder.SequenceEqual("S"u8))
        {
            return System.Text.Encoding.UTF8.GetBytes(scriptName);
        }

        return placeholder[0] == (byte)'T'
            && int.TryParse(placeholder[1..], System.Globalization.NumberStyles.None, null, out var index)
            && index < tapsetNames.Count
                ? System.Text.Encoding.UTF8.GetBytes(tapsetNames[index])
                : placeholder;
    }
}
