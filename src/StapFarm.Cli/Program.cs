using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

return await StapFarmCommand.RunAsync(
    args,
    RawArguments.OfThisProcess(args),
    CliConsole.OfThisProcess(),
    Environment.GetEnvironmentVariable("STAPFARM_URL"));
