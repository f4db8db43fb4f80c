namespace StapFarm.Bench.Tests;

public sealed class BenchArgumentsTests
{
    private static readonly string[] Names = ["cli-hit", "relay"];

    [Fact]
    public void Without_words_all_are_run_and_shown_as_a_table() =>
        Assert.Equal(new BenchArguments(null, IsJson: false, IsList: false), BenchArguments.Parse([], Names));

    [Fact]
    public void A_name_and_json_may_come_in_either_order() =>
        Assert.Equal(BenchArguments.Parse(["relay", "--json"], Names), BenchArguments.Parse(["--json", "relay"], Names));

    [Fact]
    public void An_unknown_name_is_answered_with_the_names_there_are() =>
        Assert.Equal("There is no benchmark 'hit'. There are: cli-hit, relay.", Refusal("hit"));

    [Fact]
    public void An_unknown_option_is_named() =>
        Assert.Contains("not --xml", Refusal("--xml"), StringComparison.Ordinal);

    [Fact]
    public void A_second_name_is_refused() =>
        Assert.Contains("one NAME", Refusal("cli-hit", "relay"), StringComparison.Ordinal);

    private static string Refusal(params string[] words) =>
        Assert.Throws<BenchUsageException>(() => BenchArguments.Parse(words, Names)).Message;
}
