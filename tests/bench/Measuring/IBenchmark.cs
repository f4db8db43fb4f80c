namespace StapFarm.Bench.Measuring;

/// <summary>Something of the farm and the plain thing beside it, each measured in one round after the other.</summary>
internal interface IBenchmark
{
    BenchmarkInfo Info { get; }

    /// <summary>Makes everything that isn't measured.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <param name="round">0 in the first.</param>
    /// <returns>In the unit of <see cref="Info"/>.</returns>
    Task<double> FarmAsync(int round, CancellationToken cancellationToken);

    /// <inheritdoc cref="FarmAsync"/>
    Task<double> PlainAsync(int round, CancellationToken cancellationToken);
}
