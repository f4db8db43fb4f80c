using StapFarm.Model.Failures;

namespace StapFarm.Runner.Options;

/// <summary>Reads the options from the command line and, where that says nothing, from the environment.</summary>
internal static class RunnerOptionsParser
{
    private const string Advice = "stapfarm-runner --help lists the options.";

    /// <param name="environment">The value of a variable; null when it isn't set.</param>
    /// <exception cref="FarmException"><c>InvalidRequest</c> that names the option.</exception>
    public static RunnerOptions Parse(IReadOnlyList<string> arguments, Func<string, string?> environment, string hostName)
    {
        var values = new RunnerOptionValues();
        var given = TakeArguments(arguments, values);
        foreach (var option in RunnerOptionTable.All)
        {
            if (!given.Contains(option.Name) && environment(option.Variable) is { Length: > 0 } text)
            {
                foreach (var part in option.Repeats ? text.Split(',', StringSplitOptions.RemoveEmptyEntries) : [text])
                {
                    Take(option, values, part, option.Variable);
                }
            }
        }

        var options = new RunnerOptions
        {
            Farm = values.Farm ?? throw Missing("farm"),
            FarmKeyFile = values.FarmKey ?? throw Missing("farm-key"),
            State = values.State,
            Name = values.Name ?? hostName,
            Labels = values.Labels,
        };
        return options with
        {
            SpoolBytes = values.SpoolBytes ?? options.SpoolBytes,
            CacheBytes = values.CacheBytes ?? options.CacheBytes,
            MaxSessions = values.MaxSessions ?? options.MaxSessions,
            Lease = values.Lease ?? options.Lease,
        };
    }

    public static string Usage { get; } = string.Join('\n',
    [
        "stapfarm-runner --farm URL --farm-key FILE [options]",
        "Runs SystemTap modules that a StapFarm compile farm built and ticketed for this machine.",
        "",
        .. RunnerOptionTable.All.Select(option => $"  --{option.Name + " " + option.Value,-20} {option.Description}"),
        "",
        "Each may stand in the environment instead: STAPFARM_RUNNER_FARM, STAPFARM_RUNNER_FARM_KEY, ...",
        "",
    ]);

    private static HashSet<string> TakeArguments(IReadOnlyList<string> arguments, RunnerOptionValues values)
    {
        var given = new HashSet<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var option = RunnerOptionTable.All.FirstOrDefault(option => name == "--" + option.Name)
                ?? throw new FarmException(FailureCode.InvalidRequest, $"'{argument}' isn't an option of the runner.", Advice);
            if (!given.Add(option.Name) && !option.Repeats)
            {
                throw new FarmException(FailureCode.InvalidRequest, $"--{option.Name} is given twice.", Advice);
            }

            if (equals < 0 && ++i == arguments.Count)
            {
                throw new FarmException(FailureCode.InvalidRequest, $"--{option.Name} needs a value ({option.Value}).", Advice);
            }

            Take(option, values, equals < 0 ? arguments[i] : argument[(equals + 1)..], "--" + option.Name);
        }

        return given;
    }

    private static void Take(RunnerOption option, RunnerOptionValues values, string text, string origin)
    {
        if (option.Take(values, text) is { } problem)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"{origin}: '{text}' {problem}.", Advice);
        }
    }

    private static FarmException Missing(string name) => new(
        FailureCode.InvalidRequest,
        $"The runner doesn't know its farm: --{name} is missing.",
        $"Give --{name}, or set {RunnerOptionTable.All.First(option => option.Name == name).Variable}. {Advice}");
}
