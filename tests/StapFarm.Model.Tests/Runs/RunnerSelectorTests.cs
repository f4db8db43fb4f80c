using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using Xunit;

namespace StapFarm.Model.Tests.Runs;

public sealed class RunnerSelectorTests
{
    private static readonly RunnerHello Runner = new(
        "id-1",
        "1",
        "web1",
        "0.1",
        new KernelIdentity(Architecture.X86_64, "6.1", "#1", "aa"),
        new Dictionary<string, string> { ["rack"] = "7", ["empty"] = "" },
        "none",
        [],
        []);

    [Theory]
    [InlineData("web1", true)]
    [InlineData("id-1", true)]
    [InlineData("all", true)]
    [InlineData("rack=7", true)]
    [InlineData("empty=", true)]
    [InlineData("web2", false)]
    [InlineData("rack=8", false)]
    [InlineData("row=7", false)]
    [InlineData("rack=7=7", false)]
    public void Names_ids_labels_and_all_select(string text, bool matches) =>
        Assert.Equal(matches, RunnerSelector.Parse(text).Matches(Runner));

    [Theory]
    [InlineData("")]
    [InlineData("=7")]
    public void An_empty_name_or_label_is_refused(string text) =>
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => RunnerSelector.Parse(text)).Failure.Code);
}
