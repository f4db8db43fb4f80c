namespace StapFarm.Runner.Options;

/// <summary>One option: <c>--NAME VALUE</c> or <c>--NAME=VALUE</c>, and <c>STAPFARM_RUNNER_NAME</c> in the environment.</summary>
/// <param name="Value">What the value is, for the usage text.</param>
internal sealed record RunnerOption(string Name, string Value, string Description, Func<RunnerOptionValues, string, string?> Take)
{
    public string Variable => "STAPFARM_RUNNER_" + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>May be given several times; in the environment its values are separated by commas.</summary>
    public bool Repeats { get; init; }
}
