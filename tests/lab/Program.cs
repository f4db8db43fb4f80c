using System.CommandLine;
using StapFarm.Lab;
using StapFarm.Lab.Cli;

try
{
    return await LabCommands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (LabException e)
{
    await Console.Error.WriteLineAsync($"stapfarm-lab: {e.Message}");
    return 1;
}
