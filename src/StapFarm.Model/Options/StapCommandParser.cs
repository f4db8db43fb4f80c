using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Options;

/// <summary>
/// Understands a command line as stap does: the first word that is no option is the script file, unless there is
/// <c>-e</c> or a listing; what follows are the script's arguments.
/// </summary>
public static class StapCommandParser
{
    /// <param name="door">Where it came in.</param>
    /// <param name="arguments">The words after the program's name.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c>, naming the option and the reason.</exception>
    public static StapCommand Parse(FrontDoor door, IReadOnlyList<ReadOnlyMemory<byte>> arguments)
    {
        var scanner = new GetoptScanner(arguments).Scan();
        var translation = new List<StapOption>();
        var run = new List<StapOption>();
        var inputs = new List<StapOption>();
        foreach (var option in scanner.Options)
        {
            var rule = OptionLookup.Canonical(option.Name);
            rule.Demand(door, option.Value);
            (rule.RoleAt(door) switch
            {
                OptionRole.RunOnly => run,
                OptionRole.Input => inputs,
                _ => translation,
            }).Add(option);
        }

        var tapsets = inputs.Where(option => option.Name == "-I").Select(option => option.Value!.Value).ToList();
        var set = OptionSet.Create(door, translation, tapsets.Count);
        var text = ScriptText(inputs, set);
        var mode = set.IsListing ? StapMode.Listing : text is null ? StapMode.ScriptFile : StapMode.ScriptText;
        var rest = scanner.Rest;
        if (mode == StapMode.ScriptFile && rest.Count == 0)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A script must be given: a file, '-' or -e TEXT.", "See: man stap");
        }

        if (run.Any(option => option.Name == "-c") && run.Any(option => option.Name == "-x"))
        {
            throw new FarmException(FailureCode.InvalidRequest, "-c and -x can't be given together.", "See: man stap");
        }

        return new StapCommand(
            mode,
            mode == StapMode.ScriptFile ? rest[0] : default(ReadOnlyMemory<byte>?),
            text,
            translation,
            mode == StapMode.ScriptFile ? [.. rest.Skip(1)] : rest,
            tapsets,
            run,
            inputs.LastOrDefault(option => option.Name == "-r")?.Value,
            inputs.LastOrDefault(option => option.Name == "-a")?.Value,
            set);
    }

    private static ReadOnlyMemory<byte>? ScriptText(List<StapOption> inputs, OptionSet set)
    {
        var texts = inputs.Where(option => option.Name == "-e").Select(option => option.Value!.Value).ToList();
        return texts.Count switch
        {
            0 => default(ReadOnlyMemory<byte>?),
            1 when !set.IsListing => texts[0],
            1 => throw new FarmException(FailureCode.InvalidRequest, "A script can't be given together with -l, -L or --dump-....", "See: man stap"),
            _ => throw new FarmException(FailureCode.InvalidRequest, "Only one script can be given with -e.", "-E adds further ones."),
        };
    }
}
