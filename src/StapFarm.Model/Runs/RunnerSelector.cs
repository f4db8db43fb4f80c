using StapFarm.Model.Failures;

namespace StapFarm.Model.Runs;

/// <summary>Chooses runners: <c>LABEL=VALUE</c>, a runner's name or id, or <c>all</c>.</summary>
public sealed record RunnerSelector
{
    private readonly string? _label;
    private readonly string _value;

    private RunnerSelector(string? label, string value) => (_label, _value) = (label, value);

    /// <exception cref="FarmException"><c>InvalidRequest</c> when the text is empty or has an empty label.</exception>
    public static RunnerSelector Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (text.Length == 0 || equals == 0)
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"'{text}' doesn't select any runner.",
                "Give a runner's name, LABEL=VALUE, or 'all'.");
        }

        return equals < 0 ? new(null, text) : new(text[..equals], text[(equals + 1)..]);
    }

    public bool Matches(RunnerHello runner) =>
        _label is null
            ? _value == "all" || runner.Name == _value || runner.Id == _value
            : runner.Labels.TryGetValue(_label, out var value) && value == _value;

    public override string ToString() => _label is null ? _value : $"{_label}={_value}";
}
