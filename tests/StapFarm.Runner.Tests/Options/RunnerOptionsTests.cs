using StapFarm.Model.Failures;
using StapFarm.Runner.Options;

namespace StapFarm.Runner.Tests.Options;

public sealed class RunnerOptionsTests
{
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Options_come_from_the_command_line_in_both_forms()
    {
        var options = Parse("--farm", "http://farm:5700", "--farm-key=/etc/farm.pem", "--label", "rack=7", "--label=os=a=b", "--name", "n", "--state", "/s", "--spool-bytes", "65536");

        Assert.Equal(new Uri("http://farm:5700"), options.Farm);
        Assert.Equal("/etc/farm.pem", options.FarmKeyFile);
        Assert.Equal(("7", "a=b"), (options.Labels["rack"], options.Labels["os"]));
        Assert.Equal(("n", "/s", 65536L), (options.Name, options.State, options.SpoolBytes));
    }

    [Fact]
    public void The_environment_says_what_the_command_line_does_not()
    {
        _environment["STAPFARM_RUNNER_FARM"] = "http://env:1";
        _environment["STAPFARM_RUNNER_FARM_KEY"] = "/env.pem";
        _environment["STAPFARM_RUNNER_LABEL"] = "a=1,b=2";

        var options = Parse("--farm", "http://cli:2");

        Assert.Equal(new Uri("http://cli:2"), options.Farm);
        Assert.Equal("/env.pem", options.FarmKeyFile);
        Assert.Equal("2", options.Labels["b"]);
        Assert.Equal("host", options.Name);
    }

    [Theory]
    [InlineData("--farm is missing")]
    [InlineData("--farm: 'ftp://x' isn't an http", "--farm", "ftp://x")]
    [InlineData("--farm-key is missing", "--farm", "http://x")]
    [InlineData("--farm is given twice", "--farm", "http://x", "--farm", "http://y")]
    [InlineData("--label: 'x' isn't of the form", "--label", "x")]
    [InlineData("--state: 'x' isn't an absolute path", "--state", "x")]
    [InlineData("--spool-bytes: '1' isn't a number from 65536", "--spool-bytes", "1")]
    [InlineData("--lease needs a value", "--lease")]
    [InlineData("'--frobnicate=1' isn't an option", "--frobnicate=1")]
    [InlineData("'x' isn't an option", "x")]
    public void A_bad_option_is_named(string words, params string[] arguments)
    {
        var failure = Assert.Throws<FarmException>(() => Parse(arguments)).Failure;

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_value_in_the_environment_is_named_by_its_variable()
    {
        _environment["STAPFARM_RUNNER_MAX_SESSIONS"] = "0";

        Assert.StartsWith("STAPFARM_RUNNER_MAX_SESSIONS: '0'", Assert.Throws<FarmException>(() => Parse("--farm", "http://x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_usage_names_every_option()
    {
        Assert.All(RunnerOptionTable.All, option => Assert.Contains("--" + option.Name, RunnerOptionsParser.Usage, StringComparison.Ordinal));
    }

    private RunnerOptions Parse(params string[] arguments) => RunnerOptionsParser.Parse(arguments, _environment.GetValueOrDefault, "host");
}
