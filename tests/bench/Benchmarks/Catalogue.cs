using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<IBenchmark> For(BenchPlace place)
    {
        var cached = new CachedScript(place);
        return
        [
            new FirstBuild(place), new NextBuild(place), new CliHit(place, cached), new GrpcHit(place, cached), new FirstLine(place), new RelayThroughput(place),
            new ClientHit(place.Clients), new ClientBurst(place.Clients, identical: true), new ClientBurst(place.Clients, identical: false),
        ];
    }
}
