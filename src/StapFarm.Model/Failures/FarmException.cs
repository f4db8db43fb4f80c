namespace StapFarm.Model.Failures;

/// <summary>Carries a <see cref="FarmFailure"/> to the place that shows it.</summary>
public sealed class FarmException(FarmFailure failure, Exception? innerException = null)
    : Exception(failure.Advice.Length == 0 ? failure.Message : $"{failure.Message} {failure.Advice}", innerException)
{
    public FarmException(FailureCode code, string message, string advice = "", Exception? innerException = null)
        : this(new FarmFailure(code, message, advice), innerException)
    {
    }

    public FarmFailure Failure { get; } = failure;
}
