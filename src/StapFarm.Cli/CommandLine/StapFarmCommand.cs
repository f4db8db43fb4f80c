using System.CommandLine;
using System.Text;
using StapFarm.Cli.Care;
using StapFarm.Cli.Display;
using StapFarm.Cli.Farm;
using StapFarm.Cli.Kernels;
using StapFarm.Cli.Modules;
using StapFarm.Cli.Runs;
using StapFarm.Cli.Toolchains;
using StapFarm.Cli.Trust;

namespace StapFarm.Cli.CommandLine;

/// <summary>The whole command. Those that take stap's options are told apart by hand, the others by System.CommandLine.</summary>
internal static class StapFarmCommand
{
    /// <param name="arguments">As .NET decoded them.</param>
    /// <param name="raw">The same as bytes.</param>
    /// <param name="environmentAddress">The value of <c>STAPFARM_URL</c>.</param>
    public static async Task<int> RunAsync(
        string[] arguments,
        IReadOnlyList<ReadOnlyMemory<byte>> raw,
        CliConsole console,
        string? environmentAddress,
        TimeProvider? timeProvider = null)
    {
        var host = new CommandHost(console, environmentAddress, timeProvider ?? TimeProvider.System);
        var (farm, at) = LeadingFarm(arguments);
        try
        {
            return at < raw.Count && Encoding.UTF8.GetString(raw[at].Span) is var name && StapLikeCommand.Is(name)
                ? await StapLikeCommand.RunAsync(host, name, farm, [.. raw.Skip(at + 1)])
                : await RunOthersAsync(arguments, host, console);
        }
        catch (IOException)
        {
            // Nobody reads what should be said, as in "stapfarm --help | head".
            return ExitCodes.Failure;
        }
    }

    /// <summary><c>--farm</c> may stand before the command.</summary>
    private static (string? Farm, int Next) LeadingFarm(string[] arguments) => arguments switch
    {
        ["--farm", var farm, ..] => (farm, 2),
        [var word, ..] when word.StartsWith("--farm=", StringComparison.Ordinal) => (word["--farm=".Length..], 1),
        _ => (null, 0),
    };

    private static async Task<int> RunOthersAsync(string[] arguments, CommandHost host, CliConsole console)
    {
        var farm = new Option<string?>("--farm")
        {
            Description = "The farm's address (STAPFARM_URL; http://127.0.0.1:7077)",
            HelpName = "URL",
            Recursive = true,
        };
        var binder = new CommandBinder(farm, host);
        var root = new RootCommand("Compiles SystemTap scripts for kernels of a farm, and runs them on its targets.")
        {
            new Command("build", "Translates a script for a kernel (stapfarm build --help)"),
            new Command("run", "Runs a script on targets and prints its output as it comes (stapfarm run --help)"),
            new Command("explain", "Shows what a module is kept under, and why it isn't in the cache (stapfarm explain --help)"),
            RunnersCommand.Create(binder),
            ModuleCommands.Create(binder),
            KernelCommands.Create(binder),
            ToolchainCommands.Create(binder),
            FarmCommands.Create(binder),
            TrustCommand.Create(binder),
            DoctorCommand.Create(binder),
        };
        root.Options.Add(farm);
        var parsed = root.Parse(arguments is ["help"] ? ["--help"] : arguments);
        var invocation = new InvocationConfiguration
        {
            Output = new StreamWriter(console.Output) { AutoFlush = true },
            Error = new StreamWriter(console.Error) { AutoFlush = true },
            EnableDefaultExceptionHandler = false,
        };
        var exitCode = await parsed.InvokeAsync(invocation);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }
}
