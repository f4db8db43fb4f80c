using System.Text;
using StapFarm.Bench.Measuring;
using StapFarm.Model.Content;

namespace StapFarm.Bench.Reporting;

/// <summary>A report for programs: a <see cref="ManifestDocument"/>, format <c>bench</c>, version 1.</summary>
internal static class JsonReport
{
    public const string Format = "bench";
    public const int Version = 1;

    public static string Write(BenchReport report) => Encoding.UTF8.GetString(ManifestDocument.Write(
        Format,
        Version,
        new Body(report.Machine, report.Kernel, report.Stap, report.Target, [.. report.Measurements.Select(Row.Of)]))) + "\n";

    internal sealed record Body(MachineFacts Machine, string Kernel, string? Stap, string? Target, IReadOnlyList<Row> Measurements);

    /// <param name="Unit">Of all values: <c>Seconds</c> or <c>MegabytesPerSecond</c>.</param>
    /// <param name="Ratio">How many times better the farm is than plain.</param>
    internal sealed record Row(string Name, string What, string Beside, Unit Unit, int Rounds, Side Farm, Side Plain, double Ratio, double? Expected, bool? Met)
    {
        public static Row Of(Measurement measurement)
        {
            var info = measurement.Info;
            return new(
                info.Name, info.Farm, info.Plain, info.Unit, info.Rounds, Side.Of(measurement.Farm), Side.Of(measurement.Plain), measurement.Ratio, info.Expected, measurement.Met);
        }
    }

    /// <param name="Values">In the order in which they were taken.</param>
    internal sealed record Side(double Median, double Min, double Max, IReadOnlyList<double> Values)
    {
        public static Side Of(Samples samples) => new(samples.Median, samples.Min, samples.Max, samples.Values);
    }
}
