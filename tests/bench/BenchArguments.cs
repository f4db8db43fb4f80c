namespace StapFarm.Bench;

/// <summary>The command line: <c>[NAME] [--json] [--list]</c>.</summary>
/// <param name="Name">The one benchmark to run; null for all.</param>
/// <param name="IsList">Whether they are only to be listed.</param>
internal sealed record BenchArguments(string? Name, bool IsJson, bool IsList)
{
    /// <param name="names">Of the benchmarks there are.</param>
    /// <exception cref="BenchUsageException">An option or a name that isn't known, or more than one name.</exception>
    public static BenchArguments Parse(IReadOnlyList<string> words, IReadOnlyCollection<string> names)
    {
        var arguments = new BenchArguments(null, false, false);
        foreach (var word in words)
        {
            arguments = word switch
            {
                "--json" => arguments with { IsJson = true },
                "--list" => arguments with { IsList = true },
                _ when word.StartsWith('-') => throw new BenchUsageException($"bench knows --json, --list and a NAME, not {word}."),
                _ when !names.Contains(word) => throw new BenchUsageException($"There is no benchmark '{word}'. There are: {string.Join(", ", names)}."),
                _ when arguments.Name is not null => throw new BenchUsageException("Give one NAME, or none for all of them."),
                _ => arguments with { Name = word },
            };
        }

        return arguments;
    }
}
