using System.Globalization;

namespace StapFarm.Bench.Reporting;

/// <summary>What the numbers depend on.</summary>
/// <param name="Load">Processes that wanted a processor in the minute before.</param>
internal sealed record MachineFacts(int Processors, string Model, double Load)
{
    public static MachineFacts Read() => new(
        Environment.ProcessorCount,
        ModelOf(File.ReadLines("/proc/cpuinfo")),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    internal static string ModelOf(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':', 2)).FirstOrDefault(words => words is [var name, _] && name.Trim() == "model name") is [_, var model]
            ? model.Trim()
            : "processor of an unknown model";
}
