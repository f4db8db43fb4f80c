using System.Globalization;
using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Pairs;

/// <summary>A toolchain as a choice for one kernel tree, with what is known of the pair.</summary>
/// <param name="Obstacle">See <see cref="PairObstacle.Of"/>.</param>
/// <param name="Reservation">See <see cref="PairObstacle.ReservationOf"/>.</param>
internal sealed record ToolchainCandidate(Toolchain Toolchain, PairRecord Pair, string? Obstacle, string? Reservation)
{
    public bool MayServe => Obstacle is null && Reservation is null && Pair.State != PairState.Fails;

    /// <summary>The evidence that decides the pair's state.</summary>
    private PairEvidence? Deciding => Pair.Evidence.FirstOrDefault(evidence => evidence.State == Pair.State);

    /// <summary>What is known of the pair, as the end of a sentence about the toolchain.</summary>
    public string Knowledge => this switch
    {
        { Obstacle: { } obstacle } => obstacle,
        { Pair.State: PairState.Runs, Deciding: { } good } => $"its modules load on this kernel ({good.Where}, {DayOf(good)})",
        { Pair.State: PairState.Fails, Deciding: { } bad } => $"it fails for this kernel: {bad.Detail.Trim()} ({bad.Where}, {DayOf(bad)})",
        { Reservation: { } reservation } => reservation,
        { Pair.State: PairState.Builds } => "it builds for this kernel, and no module of it has been loaded there yet",
        _ => "it hasn't been tried for this kernel yet",
    };

    private static string DayOf(PairEvidence evidence) => evidence.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
