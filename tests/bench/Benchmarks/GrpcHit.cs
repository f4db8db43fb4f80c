using System.Diagnostics;
using StapFarm.Bench.Measuring;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Benchmarks;

/// <summary>A script that was built before, asked for over an open connection.</summary>
internal sealed class GrpcHit(BenchPlace place, CachedScript script) : IBenchmark
{
    private FarmApi? _api;

    public BenchmarkInfo Info { get; } = new(
        "grpc-hit", "cache hit over gRPC, Submit to module bytes", "stap -p4 again, from its cache", Unit.Seconds, Rounds: 15);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await script.PrepareAsync(cancellationToken);
        _api = await place.ApiAsync();
        await FarmAsync(0, cancellationToken);
    }

    public async Task<double> FarmAsync(int round, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await _api!.FetchCachedAsync(script.Text, cancellationToken);
        return clock.Elapsed.TotalSeconds;
    }

    public Task<double> PlainAsync(int round, CancellationToken cancellationToken) => script.RerunPlainAsync(cancellationToken);
}
