using System.Globalization;
using System.Text;
using StapFarm.Bench.Measuring;

namespace StapFarm.Bench.Reporting;

/// <summary>A report as a table for people; it is valid Markdown too.</summary>
internal static class TableReport
{
    private static readonly string[] Heads = ["name", "farm", "plain", "farm is better", "rounds", "expected"];

    public static string Write(BenchReport report)
    {
        List<string[]> rows = [Heads, .. report.Measurements.Select(Row)];
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        AppendRow(rows[0]);
        AppendRow([.. widths.Select(width => new string('-', width))]);
        rows.Skip(1).ToList().ForEach(AppendRow);
        text.Append("\nMedians, with the least and the greatest value.\n\n");
        foreach (var measurement in report.Measurements)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {measurement.Info.Name}: {measurement.Info.Farm}; beside it {measurement.Info.Plain}\n");
        }

        return text.Append('\n').Append(Where(report)).Append('\n').ToString();

        void AppendRow(string[] cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
    }

    private static string[] Row(Measurement measurement)
    {
        var info = measurement.Info;
        return
        [
            info.Name,
            Values(measurement.Farm, info.Unit),
            Values(measurement.Plain, info.Unit),
            Quantity.Ratio(measurement.Ratio),
            info.Rounds.ToString(CultureInfo.InvariantCulture),
            measurement.Met is { } met ? $">= {Quantity.Ratio(info.Expected!.Value)}: {(met ? "met" : "MISSED")}" : "",
        ];
    }

    private static string Values(Samples samples, Unit unit) => samples.Count == 1
        ? Quantity.Text(samples.Median, unit)
        : $"{Quantity.Text(samples.Median, unit)} ({Quantity.Text(samples.Min, unit)} - {Quantity.Text(samples.Max, unit)})";

    private static string Where(BenchReport report)
    {
        var machine = report.Machine;
        var stap = report.Stap is null ? "" : $", stap {report.Stap}";
        var target = report.Target is null ? "" : $", target by {report.Target}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Kernel {report.Kernel}{stap}{target}; {machine.Processors} processors ({machine.Model}), load {machine.Load:0.0} before.");
    }
}
