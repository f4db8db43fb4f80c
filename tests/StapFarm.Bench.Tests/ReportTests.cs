using System.Text.Json;
using StapFarm.Bench.Measuring;
using StapFarm.Bench.Reporting;

namespace StapFarm.Bench.Tests;

public sealed class ReportTests
{
    private static readonly BenchReport Report = new(
        new MachineFacts(2, "A processor", 1.31),
        "6.1.0-1-amd64",
        "5.1",
        "Tcg",
        [
            new(new BenchmarkInfo("hit", "a hit", "a rerun", Unit.Seconds, 3, 10), new([0.02, 0.03, 0.01]), new([1.0, 3.0, 2.0])),
            new(new BenchmarkInfo("late", "a build", "stap", Unit.Seconds, 1, 1), new([4.0]), new([3.0])),
            new(new BenchmarkInfo("relay", "output", "staprun", Unit.MegabytesPerSecond, 1), new([5.0]), new([20.0])),
        ]);

    [Fact]
    public void The_table_has_medians_spread_ratio_rounds_and_what_was_expected()
    {
        var rows = TableReport.Write(Report).Split('\n').Where(line => line.StartsWith('|')).Select(Cells).ToArray();

        Assert.Equal(["name", "farm", "plain", "farm is better", "rounds", "expected"], rows[0]);
        Assert.Equal(["hit", "20.0 ms (10.0 ms - 30.0 ms)", "2.00 s (1.00 s - 3.00 s)", "100 x", "3", ">= 10.0 x: met"], rows[2]);
        Assert.Equal(["late", "4.00 s", "3.00 s", "0.75 x", "1", ">= 1.00 x: MISSED"], rows[3]);
        Assert.Equal(["relay", "5.00 MB/s", "20.0 MB/s", "0.25 x", "1", ""], rows[4]);
    }

    [Fact]
    public void The_rows_of_the_table_are_of_one_width() =>
        Assert.Single(TableReport.Write(Report).Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Length).Distinct());

    [Fact]
    public void The_table_says_where_it_was_measured() =>
        Assert.EndsWith(
            "Kernel 6.1.0-1-amd64, stap 5.1, target by Tcg; 2 processors (A processor), load 1.3 before.\n", TableReport.Write(Report), StringComparison.Ordinal);

    [Fact]
    public void The_JSON_has_its_version_and_every_value()
    {
        using var document = JsonDocument.Parse(JsonReport.Write(Report));
        var root = document.RootElement;
        var hit = root.GetProperty("body").GetProperty("measurements")[0];

        Assert.Equal(("bench", 1), (root.GetProperty("format").GetString(), root.GetProperty("version").GetInt32()));
        Assert.Equal([0.02, 0.03, 0.01], hit.GetProperty("farm").GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(2.0, hit.GetProperty("plain").GetProperty("median").GetDouble());
        Assert.Equal(100.0, hit.GetProperty("ratio").GetDouble(), 9);
        Assert.Equal(("Seconds", true), (hit.GetProperty("unit").GetString(), hit.GetProperty("met").GetBoolean()));
    }

    [Theory]
    [InlineData("processor\t: 0\nmodel name\t: AMD EPYC: 9\n", "AMD EPYC: 9")]
    [InlineData("processor\t: 0\n", "processor of an unknown model")]
    public void The_processors_model_is_read_where_the_kernel_tells_it(string text, string model) =>
        Assert.Equal(model, MachineFacts.ModelOf(text.Split('\n')));

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
}
