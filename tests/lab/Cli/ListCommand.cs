using System.CommandLine;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Cli;

/// <summary><c>list</c>: the machines, and where their consoles are logged.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The machines");
        command.SetAction(_ =>
        {
            foreach (var machine in MachineRegistry.OfUser().Machines())
            {
                var about = machine.Description;
                Console.WriteLine(
                    $"{about.Number,3}  {about.Name,-12} {about.Kernel,-28} {(machine.IsRunning ? "running" : "ended"),-8} {machine.ConsoleLog}");
            }
        });
        return command;
    }
}
