using StapFarm.Model.Failures;
using StapFarm.Runner;
using StapFarm.Runner.Namespaces;
using StapFarm.Runner.Options;

// Nothing asynchronous before this: the namespace is made by the process's first thread.
if (args is [EnterCommand.Name, var spec])
{
    return EnterCommand.Run(spec);
}

if (args is ["--help" or "-h"])
{
    Console.Out.Write(RunnerOptionsParser.Usage);
    return 0;
}

if (args is ["--version"])
{
    Console.Out.WriteLine($"stapfarm-runner {RunnerVersion.Text}");
    return 0;
}

try
{
    var options = RunnerOptionsParser.Parse(args, Environment.GetEnvironmentVariable, Environment.MachineName);
    return RunnerProcess.RunAsync(options).GetAwaiter().GetResult();
}
catch (FarmException exception)
{
    Console.Error.WriteLine($"stapfarm-runner: {exception.Message}");
    return 2;
}
