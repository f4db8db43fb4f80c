using System.Runtime.InteropServices;
using StapFarm.Bench;
using StapFarm.Bench.Benchmarks;
using StapFarm.Bench.Measuring;
using StapFarm.Bench.Reporting;
using StapFarm.Bench.Setting;

await using var place = new BenchPlace(Say);
var catalogue = Catalogue.For(place);
BenchArguments arguments;
try
{
    arguments = BenchArguments.Parse(args, [.. catalogue.Select(benchmark => benchmark.Info.Name)]);
}
catch (BenchUsageException exception)
{
    Say(exception.Message);
    return 2;
}

var chosen = catalogue.Where(benchmark => arguments.Name is null || benchmark.Info.Name == arguments.Name).ToList();
if (arguments.IsList)
{
    chosen.ForEach(benchmark => Console.WriteLine($"{benchmark.Info.Name,-12} {benchmark.Info.Farm}; beside it {benchmark.Info.Plain}"));
    return 0;
}

using var interruption = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var machine = MachineFacts.Read();
var measurements = new List<Measurement>();
foreach (var benchmark in chosen)
{
    try
    {
        Say($"{benchmark.Info.Name}: {benchmark.Info.Farm}; beside it {benchmark.Info.Plain}");
        measurements.Add(await Rounds.MeasureAsync(benchmark, Say, interruption.Token));
    }
    catch (OperationCanceledException) when (interruption.IsCancellationRequested)
    {
        return 130;
    }
    catch (Exception exception) when (exception is not OutOfMemoryException)
    {
        // The others may still be measured.
        Say($"{benchmark.Info.Name}: not measured: {exception.Message}");
    }
}

if (measurements.Count > 0)
{
    var report = new BenchReport(machine, BenchPlace.Kernel, place.KnownPair?.StapVersion, place.TargetAccelerator?.ToString(), measurements);
    Console.Write(arguments.IsJson ? JsonReport.Write(report) : TableReport.Write(report));
}

return measurements.Count == chosen.Count ? 0 : 1;

static void Say(string text) => Console.Error.WriteLine($"bench: {text}");

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    interruption.Cancel();
}
