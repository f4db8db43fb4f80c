using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Options;

namespace StapFarm.Translation.Stap;

/// <summary>Puts <see cref="Placeholders"/> where a stored text has the sandbox's names of a request's files.</summary>
internal static class PathPlaceholders
{
    private static readonly byte[] Script = Encoding.ASCII.GetBytes(SandboxNames.Script);
    private static readonly byte[] Tapset = Encoding.ASCII.GetBytes(SandboxNames.TapsetPrefix);

    public static byte[] Store(ReadOnlySpan<byte> text)
    {
        var stored = new List<byte>(text.Length + 64);
        while (!text.IsEmpty)
        {
            if (text.StartsWith(Script))
            {
                stored.AddRange([Placeholders.Mark, (byte)'S', Placeholders.Mark]);
                text = text[Script.Length..];
            }
            else if (text.StartsWith(Tapset) && Digits(text[Tapset.Length..]) is > 0 and var digits)
            {
                stored.AddRange([Placeholders.Mark, (byte)'T', .. text.Slice(Tapset.Length, digits), Placeholders.Mark]);
                text = text[(Tapset.Length + digits)..];
            }
            else
            {
                // A mark of stap's own is doubled, or it would begin a placeholder.
                stored.AddRange(text[0] == Placeholders.Mark ? [Placeholders.Mark, Placeholders.Mark] : [text[0]]);
                text = text[1..];
            }
        }

        return [.. stored];
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
