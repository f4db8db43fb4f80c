using System.CommandLine;

namespace StapFarm.Cli.CommandLine;

/// <summary>Gives commands their actions, which all run with a connection and the same treatment of failures.</summary>
internal sealed class CommandBinder(Option<string?> farm, CommandHost host)
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of a table" };

    public Command Bind(Command command, Func<CommandContext, ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) =>
            host.RunAsync(parsed.GetValue(farm), context => action(context, parsed, cancellationToken)));
        return command;
    }
}
