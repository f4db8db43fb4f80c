using StapFarm.Model.Builds;

namespace StapFarm.Model.Options;

/// <summary>How much stap is asked to say in each of its five passes.</summary>
public readonly record struct Verbosity(int Pass1, int Pass2, int Pass3, int Pass4, int Pass5)
{
    /// <summary>More than this says nothing new.</summary>
    private const int Most = 9;

    /// <summary>Whether the lines <c>Pass N: ...</c> are to be shown.</summary>
    public bool ShowsPasses => Pass1 > 0;

    /// <summary>Whether any pass of the translation is asked for more than that.</summary>
    public bool IsDetailed => Pass1 > 1 || Pass2 > 1 || Pass3 > 1 || Pass4 > 1;

    /// <summary>The five digits of <c>--vp</c>.</summary>
    public string Digits => $"{Pass1}{Pass2}{Pass3}{Pass4}{Pass5}";

    /// <summary>Adds up every <c>-v</c> and <c>--vp</c>.</summary>
    public static Verbosity Of(IEnumerable<StapOption> options)
    {
        Span<int> passes = stackalloc int[5];
        foreach (var option in options)
        {
            for (var i = 0; i < passes.Length; i++)
            {
                passes[i] += option.Name switch
                {
                    "-v" => 1,
                    "--vp" when option.Value is { } digits && i < digits.Length => digits.Span[i] - '0',
                    _ => 0,
                };
                passes[i] = Math.Min(passes[i], Most);
            }
        }

        return new(passes[0], passes[1], passes[2], passes[3], passes[4]);
    }
}
