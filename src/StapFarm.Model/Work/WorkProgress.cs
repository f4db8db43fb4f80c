namespace StapFarm.Model.Work;

/// <summary>A sign of life of work that takes time.</summary>
/// <param name="Stage">A short name of the step, e.g. <c>pass 2</c>, <c>download</c>, <c>unpack</c>.</param>
/// <param name="Text">One line for people.</param>
/// <param name="Fraction">How much of the stage is done, 0 to 1, when that is known.</param>
public sealed record WorkProgress(string Stage, string Text, double? Fraction = null);
