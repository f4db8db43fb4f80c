using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Toolchains;

/// <summary>What became of a module of a pair on a real kernel.</summary>
/// <param name="Failure">Why it didn't load and print; null if it did.</param>
internal sealed record PairTrialResult(bool Runs, FarmFailure? Failure)
{
    public static PairTrialResult Of(FarmFailure failure) => new(false, failure);

    public static PairTrialResult Of(V1.SessionEnded ended, bool printed) => (ended, printed) switch
    {
        ({ Failure: { } failure }, _) => Of(failure.ToModel()),
        (_, true) => new(true, null),
        _ => Of(new FarmFailure(FailureCode.Internal, $"The session ended ({ended.Reason}) and had printed nothing.")),
    };

    /// <summary>One line for a table.</summary>
    public string Text => Failure switch
    {
        null => "runs",
        { Code: FailureCode.LoadFailed } => $"builds, but doesn't load: {FirstLine(Failure.Message)}",
        { Code: FailureCode.NoToolchain } => FirstLine(Failure.Message),
        _ => $"not tried to the end: {FirstLine(Failure.Message)}",
    };

    private static string FirstLine(string text) => text.Split('\n')[0];
}
