using System.Text;

namespace StapFarm.Cli.Display;

internal static class PlainText
{
    /// <summary>Words that others chose, such as a runner's name, can't move the cursor or colour the terminal.</summary>
    public static string OneLine(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(char.IsControl(character) ? '?' : character);
        }

        return clean.ToString();
    }

    /// <summary>As <see cref="OneLine"/>, but lines stay lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(OneLine));
}
