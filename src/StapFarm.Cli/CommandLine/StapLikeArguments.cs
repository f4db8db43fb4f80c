using System.Text;
using StapFarm.Model.Options;

namespace StapFarm.Cli.CommandLine;

/// <summary>
/// The words of <c>build</c>, <c>run</c> and <c>explain</c>: options of this command may stand among those of stap, which
/// are left as they are for <see cref="StapCommandParser"/>.
/// </summary>
/// <param name="Stap">A command line of stap, without the program's name.</param>
internal sealed record StapLikeArguments(
    string? Farm,
    string? Kernel,
    string? Toolchain,
    string? On,
    string? OutputLimit,
    bool Json,
    bool Help,
    IReadOnlyList<ReadOnlyMemory<byte>> Stap)
{
    private static readonly HashSet<string> ValueSpellings =
        [.. OptionTable.All.Where(rule => rule.Value == OptionValue.Required).SelectMany(rule => rule.Spellings)];

    /// <exception cref="UsageException">An option of ours lacks its value or is given twice.</exception>
    public static StapLikeArguments Split(IReadOnlyList<ReadOnlyMemory<byte>> words)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var stap = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Span.SequenceEqual("--"u8))
            {
                stap.AddRange(words.Skip(i));
                break;
            }

            var text = Encoding.UTF8.GetString(words[i].Span);
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            if (name is "--farm" or "--kernel" or "--toolchain" or "--on" or "--output-limit")
            {
                var value = equals >= 0 ? text[(equals + 1)..] : ++i < words.Count ? Encoding.UTF8.GetString(words[i].Span) : "";
                Add(own, name, value.Length > 0 ? value : throw new UsageException($"The option {name} needs a value.", "See: stapfarm help"));
            }
            else if (text is "--json" or "--help" or "-h")
            {
                own[text is "-h" ? "--help" : text] = "";
            }
            else
            {
                stap.Add(words[i]);
                if (TakesNextWord(text) && i + 1 < words.Count)
                {
                    stap.Add(words[++i]);
                }
            }
        }

        return new(
            own.GetValueOrDefault("--farm"),
            own.GetValueOrDefault("--kernel"),
            own.GetValueOrDefault("--toolchain"),
            own.GetValueOrDefault("--on"),
            own.GetValueOrDefault("--output-limit"),
            own.ContainsKey("--json"),
            own.ContainsKey("--help"),
            stap);
    }

    private static void Add(Dictionary<string, string> own, string name, string value)
    {
        if (!own.TryAdd(name, value))
        {
            throw new UsageException($"The option {name} is given twice.", "Give it once.");
        }
    }

    // The word after -e, say, is a script even if it reads "--kernel".
    private static bool TakesNextWord(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return ValueSpellings.Contains(word);
        }

        if (word.Length > 1 && word[0] == '-')
        {
            for (var letter = 1; letter < word.Length; letter++)
            {
                if (ValueSpellings.Contains($"-{word[letter]}"))
                {
                    return letter == word.Length - 1;
                }
            }
        }

        return false;
    }
}
