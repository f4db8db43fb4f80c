using System.CommandLine;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Cli;

/// <summary><c>down [N...]</c>: ends machines; all of them if none is named.</summary>
internal static class DownCommand
{
    private static readonly Argument<int[]> Numbers = new("N") { Description = "Their numbers; all machines if none is given", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create()
    {
        var command = new Command("down", "End machines") { Numbers };
        command.SetAction(arguments =>
        {
            var registry = MachineRegistry.OfUser();
            var given = arguments.GetValue(Numbers) ?? [];
            foreach (var number in given.Length > 0 ? given : registry.Numbers())
            {
                registry.Remove(number);
                Console.WriteLine($"{number}: ended");
            }
        });
        return command;
    }
}
