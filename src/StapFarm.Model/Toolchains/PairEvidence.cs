namespace StapFarm.Model.Toolchains;

/// <summary>One thing that was seen of a pair.</summary>
/// <param name="State">What it shows.</param>
/// <param name="Where">Who saw it: <c>worker NAME</c> or <c>runner NAME</c>.</param>
/// <param name="Detail">The module key, or the message of the failure.</param>
public sealed record PairEvidence(PairState State, string Where, string Detail, DateTimeOffset At);
