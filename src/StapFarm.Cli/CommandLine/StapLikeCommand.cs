using StapFarm.Cli.Builds;
using StapFarm.Cli.Runs;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.CommandLine;

/// <summary><c>build</c>, <c>run</c> and <c>explain</c>: their words are bytes, and most of their options are stap's.</summary>
internal static class StapLikeCommand
{
    public static bool Is(string name) => name is "build" or "run" or "explain";

    public static async Task<int> RunAsync(CommandHost host, string name, string? farmBefore, IReadOnlyList<ReadOnlyMemory<byte>> words)
    {
        Func<CommandContext, Task<int>> action;
        string? farm;
        try
        {
            var arguments = StapLikeArguments.Split(words);
            if (arguments.Help || words.Count == 0)
            {
                host.Console.WriteLine(StapLikeHelp.Of(name));
                return arguments.Help ? ExitCodes.Success : ExitCodes.Usage;
            }

            farm = arguments.Farm ?? farmBefore;
            action = Prepare(name, arguments);
        }
        catch (UsageException exception)
        {
            return host.Refuse(exception);
        }
        catch (FarmException exception)
        {
            return host.RefuseUsage(exception.Failure);
        }

        return await host.RunAsync(farm, action);
    }

    private static Func<CommandContext, Task<int>> Prepare(string name, StapLikeArguments arguments)
    {
        if (name == "run")
        {
            var run = RunArguments.Parse(arguments);
            return context => new RunCommand(context, run).RunAsync(CancellationToken.None);
        }

        var build = BuildArguments.Parse(arguments);
        return name == "build"
            ? context => new BuildCommand(context, build).RunAsync(CancellationToken.None)
            : context => new ExplainCommand(context, build, arguments.Json).RunAsync(CancellationToken.None);
    }
}
