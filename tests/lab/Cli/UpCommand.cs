using System.CommandLine;
using System.Diagnostics;
using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Cli;

/// <summary><c>up [KERNEL] [--count N] ...</c>: boots machines, which run until <c>down</c>.</summary>
internal static class UpCommand
{
    private static readonly Argument<string?> Kernel = new("KERNEL")
    {
        Description = "A release that --trees has, or the folder of a kernel tree; the last one of --trees if not given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Trees = new("--trees") { Description = "The folder with the farm's kernel trees" };
    private static readonly Option<int> Count = new("--count") { Description = "How many machines", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Name = new("--name") { Description = "Host name, and the runner's name (lab-N)" };
    private static readonly Option<string?> Runner = new("--runner") { Description = "A published runner to start on them" };
    private static readonly Option<string?> Farm = new("--farm") { Description = "The farm's address as this host sees it" };
    private static readonly Option<string?> FarmKey = new("--farm-key") { Description = "A file with the farm's public key" };
    private static readonly Option<string[]> Labels = new("--label") { Description = "NAME=VALUE, for the runner; repeatable" };
    private static readonly Option<bool> ReadOnlyRoot = new("--read-only-root") { Description = "Leave only /tmp, /run and /var writable" };
    private static readonly Option<int> Memory = new("--memory") { Description = "In megabytes", DefaultValueFactory = _ => 512 };

    public static Command Create()
    {
        var command = new Command("up", "Boot target machines")
        {
            Kernel, Trees, Count, Name, Runner, Farm, FarmKey, Labels, ReadOnlyRoot, Memory,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var kernel = FindKernel(arguments.GetValue(Kernel), arguments.GetValue(Trees));
        var runner = FindRunner(arguments);
        var registry = MachineRegistry.OfUser();
        var count = arguments.GetValue(Count);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync()));
        return 0;

        async Task StartAsync()
        {
            var watch = Stopwatch.StartNew();
            var (number, folder) = registry.Claim();
            var name = arguments.GetValue(Name) is { } given ? (count == 1 ? given : $"{given}-{number}") : $"lab-{number}";
            Console.WriteLine($"{number}: booting {kernel.Release} as {name}");
            try
            {
                var options = new LabMachineOptions(kernel)
                {
                    Name = name,
                    Runner = runner,
                    ReadOnlyRoot = arguments.GetValue(ReadOnlyRoot),
                    MemoryMegabytes = arguments.GetValue(Memory),
                };
                var machine = await DetachedMachine.StartAsync(options, folder, number, cancellationToken);
                Console.WriteLine($"{number}: {name} is ready after {watch.Elapsed.TotalSeconds:0.0} s; console in {machine.ConsoleLog}");
            }
            catch
            {
                registry.Remove(number);
                throw;
            }
        }
    }

    private static LabKernel FindKernel(string? kernel, string? trees) => kernel is not null
        ? LabKernel.Find(kernel, trees)
        : LabKernel.Available(trees) is [.., var last]
            ? last
            : throw new LabException("No KERNEL was given, and --trees has none. Add one with: stapfarm kernel add RELEASE");

    private static LabRunner? FindRunner(ParseResult arguments)
    {
        if (arguments.GetValue(Runner) is not { } binary)
        {
            return null;
        }

        return arguments.GetValue(Farm) is { } farm && Uri.TryCreate(farm, UriKind.Absolute, out var address)
            ? new LabRunner(binary, address)
            {
                FarmKey = arguments.GetValue(FarmKey),
                Labels = arguments.GetValue(Labels) ?? [],
            }
            : throw new LabException("A runner needs its farm: --farm http://127.0.0.1:PORT");
    }
}
