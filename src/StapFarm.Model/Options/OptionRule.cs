using StapFarm.Model.Failures;

namespace StapFarm.Model.Options;

/// <summary>One line of the option table.</summary>
/// <param name="Name">The canonical spelling: the short one where stap has one.</param>
/// <param name="Spellings">Every spelling, e.g. <c>-V</c> and <c>--version</c>.</param>
/// <param name="Grpc">What it is for requests that came over gRPC.</param>
/// <param name="StapPort">What it is for requests of a <c>stap --use-server</c> client.</param>
/// <param name="Reason">Why it is refused, where it is; a whole sentence.</param>
/// <param name="Check">What is wrong with a value, or null when nothing is. stap checks once more.</param>
/// <param name="NeedsStapdev">Whether it is refused together with <c>--privilege=stapusr</c> or <c>stapsys</c>.</param>
public sealed record OptionRule(
    string Name,
    IReadOnlyList<string> Spellings,
    OptionValue Value,
    OptionRepeat Repeat,
    OptionRole Grpc,
    OptionRole StapPort,
    string Reason = "",
    Func<ReadOnlyMemory<byte>, string?>? Check = null,
    bool NeedsStapdev = false)
{
    public OptionRole RoleAt(FrontDoor door) => door == FrontDoor.Grpc ? Grpc : StapPort;

    /// <exception cref="FarmException"><c>InvalidRequest</c> when the option or its value isn't accepted at this door.</exception>
    public void Demand(FrontDoor door, ReadOnlyMemory<byte>? value)
    {
        if (RoleAt(door) == OptionRole.Refused)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"The option {Name} isn't accepted: {Reason}", "Leave it out.");
        }

        if ((value is null && Value == OptionValue.Required) || (value is not null && Value == OptionValue.None))
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                value is null ? $"The option {Name} needs a value." : $"The option {Name} takes no value.",
                "See: man stap");
        }

        if (value is { } given && Check?.Invoke(given) is { } complaint)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"{Name} '{OptionText.Show(given)}': {complaint}", "See: man stap");
        }
    }
}
